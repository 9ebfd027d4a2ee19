import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { formatImei, Imeis, keyOf } from '#lib/imei/imei'
import { checkForBuyer, type HandsetCaseTables } from '#modules/sightings/public'
import { definePage } from '../define-page.ts'

/** No more than a person with phones in front of them would ask; a list of numbers is not walked through this page. */
const checksPerMinute = 20

/** The three answers, as the card and the window's title say them. */
const headings = { stolen: 'Do not buy this phone', wait: 'Wait before you buy', none: 'No theft has been reported' }
const shown = { 'do-not-buy': 'stolen', wait: 'wait', buy: 'none' } as const

/** The same is done for every number (check-for-buyer.ts); what differs within the database ends well before this. */
const answerAfterMs = 60

/**
 * The check a buyer makes before paying. Three answers only: a number we never saw and one that is registered and not
 * stolen read alike. The IMEI travels in the body of a POST, so that no log or history keeps it. That somebody asked
 * about a reported phone is on its case; of who asked nothing is kept.
 */
export default definePage<HandsetCaseTables>()({
  url: '/check',
  title: 'Check a phone before you buy it',
  template: 'public/check.njk',
  who: 'anyone',
  limitPerMinute: checksPerMinute,
  form: z.object({ imei: Imeis }),

  async act({ imei: imeis }, context) {
    const [said] = await Promise.all([checkForBuyer(context, imeis), pause(answerAfterMs)])
    const answer = shown[said]
    return { answer, title: headings[answer], checked: imeis.map(keyOf).map(formatImei).join(' and '), values: {} }
  },
})

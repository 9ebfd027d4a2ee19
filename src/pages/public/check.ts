import { z } from 'zod'
import { formatImei, Imeis, keyOf } from '#lib/imei/imei'
import { type ImeiStatus, statusOf } from '#modules/register/public'
import { definePage } from '../define-page.ts'

/** No more than a person with phones in front of them would ask; a list of numbers is not walked through this page. */
const checksPerMinute = 20

/** The three answers, as the card and the window's title say them. */
const headings = { stolen: 'Do not buy this phone', wait: 'Wait before you buy', none: 'No theft has been reported' }

/** A handset with two IMEIs is as bad as the worse of them. */
const worst = ['stolen', 'wait'] as const

/**
 * The check a buyer makes before paying. Three answers only: a number we never saw and one that is registered and not
 * stolen read alike. The IMEI travels in the body of a POST, so that no log or history keeps it.
 */
export default definePage<ImeiStatus>()({
  url: '/check',
  title: 'Check a phone before you buy it',
  template: 'public/check.njk',
  who: 'anyone',
  limitPerMinute: checksPerMinute,
  form: z.object({ imei: Imeis }),

  async act({ imei: imeis }, { db }) {
    const keys = imeis.map(keyOf)
    const said = await Promise.all(keys.map((key) => statusOf(db, key)))
    const answer = worst.find((status) => said.includes(status)) ?? 'none'
    return { answer, title: headings[answer], checked: keys.map(formatImei).join(' and '), values: {} }
  },
})

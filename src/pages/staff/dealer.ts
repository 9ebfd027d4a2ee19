import { z } from 'zod'
import { formatImei, Imeis, keysOf } from '#lib/imei/imei'
import { checkForDealer, type HandsetCaseTables } from '#modules/sightings/public'
import { definePage } from '../define-page.ts'

/** What the card shows, and the exact words to say over the counter: nobody is accused, nothing is explained. */
const shown = {
  buy: { kind: 'ok', title: 'BUY', say: 'Thank you. May I see a document with your name, please?' },
  'do-not-buy': {
    kind: 'stop',
    title: 'DO NOT BUY',
    say: 'I am sorry, the system does not let me buy this one today.',
  },
  wait: { kind: 'wait', title: 'WAIT', say: 'The check takes a little longer today. Please come back tomorrow.' },
}

/** The counter: one number in, one full-screen answer out, with a signed receipt for the paperwork (A12). */
export default definePage<HandsetCaseTables>()({
  url: '/dealer',
  title: 'Check a phone at the counter',
  template: 'staff/dealer.njk',
  who: { act: 'look', record: 'imei-status' },
  purpose: 'check-before-buying',
  form: z.object({ imei: Imeis }),
  load: (_, { tenant }) => ({ answer: false, tenant }),

  async act({ imei: imeis }, context) {
    const checked = await checkForDealer(context, imeis)
    const words = shown[checked.answer]
    const numbers = keysOf(imeis).map(formatImei).join(' and ')
    return { ...words, ...checked, numbers, values: {}, imeis: imeis.join(' ') }
  },
})

import { z } from 'zod'
import { Imeis } from '#lib/imei/imei'
import { claimOfBuyer, type OpenCase } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

const text = (says: string) => z.string().trim().min(1, says).max(500, 'Write less: 500 letters are enough')

/** For who bought a phone that was reported, and did not know. Nobody is accused; a person looks at both sides. */
export default definePage<OpenCase>()({
  url: '/good-faith',
  title: 'You bought a phone that is now blocked',
  template: 'public/good-faith.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'good-faith') // the form shows no record
    return { heard: false }
  },

  form: z.object({
    imei: Imeis,
    where: text('Say where you bought it: a shop, a market, a site or a person'),
    when: text('Say when you bought it, as well as you remember'),
    receipt: z.string().trim().max(100, 'Write less: the number on the receipt is enough'),
    contact: text('Give an e-mail address or a number where we reach you'),
  }),

  async act({ imei: imeis, ...bought }, context) {
    const cases = await claimOfBuyer(context, { imeis, ...bought })
    return cases > 0
      ? { heard: 'yes', title: 'We have heard you' }
      : { heard: 'no-report', title: 'No report stands against this phone' }
  },
})

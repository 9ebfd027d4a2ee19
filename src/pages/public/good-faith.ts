import { z } from 'zod'
import { showCaseCode } from '#lib/case-code'
import { claimOfBuyer, type OpenCase } from '#modules/reports/public'
import { blockedPhone, forBlockedPhone, inWords } from '../blocked-phone.ts'
import { definePage } from '../define-page.ts'

/** For who bought a phone that was reported, and did not know. Nobody is accused; a person looks at both sides. */
export default definePage<OpenCase>()({
  url: '/good-faith',
  title: 'You bought a phone that is now blocked',
  template: 'public/good-faith.njk',
  ...forBlockedPhone('good-faith'),

  form: z.object({
    imei: blockedPhone.imei,
    where: inWords('Say where you bought it: a shop, a market, a site or a person'),
    when: inWords('Say when you bought it, as well as you remember'),
    receipt: z.string().trim().max(100, 'Write less: the number on the receipt is enough'),
    contact: blockedPhone.contact,
  }),

  async act({ imei: imeis, ...bought }, context) {
    const { cases, code } = await claimOfBuyer(context, { imeis, ...bought })
    return cases > 0
      ? { heard: 'yes', title: 'We have heard you', code: code ? showCaseCode(code) : false }
      : { heard: 'no-report', title: 'No report stands against this phone' }
  },
})

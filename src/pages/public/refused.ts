import { z } from 'zod'
import { OwnLineTyped } from '#lib/line'
import { type AppealTables, type Heard, takeAppeal } from '#modules/reports/public'
import { blockedPhone, forBlockedPhone, inWords } from '../blocked-phone.ts'
import { definePage } from '../define-page.ts'

const titles: Readonly<Record<Heard, string>> = {
  heard: 'We have heard you',
  full: 'Others asked about this phone first',
  'no-report': 'No report stands against this phone',
}

/** For whose phone networks refuse although they did nothing wrong: its number may be on somebody else’s phone too. */
export default definePage<AppealTables>()({
  url: '/refused',
  title: 'Networks refuse your phone',
  template: 'public/refused.njk',
  ...forBlockedPhone('appeal'),

  form: z.object({
    imei: blockedPhone.imei,
    line: OwnLineTyped,
    since: inWords('Say since when you have this phone, and where you got it'),
    contact: blockedPhone.contact,
  }),

  async act({ imei: imeis, ...said }, context) {
    const heard = await takeAppeal(context, { imeis, ...said })
    return { heard, title: titles[heard] }
  },
})

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { keysOf } from '#lib/imei/imei'
import { OwnLineTyped } from '#lib/line'
import { keepersOf } from '#modules/blocklist/public'
import { type AppealTables, type Heard, takeAppeal } from '#modules/reports/public'
import { blockedPhone, forBlockedPhone, inWords } from '../blocked-phone.ts'
import { definePage } from '../define-page.ts'

const titles: Readonly<Record<Heard | 'elsewhere', string>> = {
  heard: 'We have heard you',
  full: 'Others asked about this phone first',
  'no-report': 'No report stands against this phone',
  elsewhere: 'Somebody else’s list stops this phone',
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
    const code = caseCodeOf(randomBytes(7))
    const taken = await takeAppeal(context, { imeis, ...said, code })
    // Whoever waits already has the code of then.
    const fresh = taken === 'heard' && (await context.vault.find('document', code)).length > 0
    // A case that is appealed against covers the list too: a SIM that is paired is let in whatever else is said (docs/adr/0019).
    const keepers = taken === 'no-report' ? await keepersOf(context.db as never, keysOf(imeis), context.now()) : []
    const heard = keepers.length > 0 ? 'elsewhere' : taken
    return { heard, title: titles[heard], keepers: keepers.join(' and '), code: fresh ? showCaseCode(code) : false }
  },
})

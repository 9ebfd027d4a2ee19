import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { OwnLineTyped } from '#lib/line'
import { type ListAppealTables, takeListAppeal } from '#modules/blocklist/public'
import { type AppealTables, type Heard, type Refused, takeAppeal } from '#modules/reports/public'
import { blockedPhone, forBlockedPhone, inWords } from '../blocked-phone.ts'
import { definePage } from '../define-page.ts'

const titles: Readonly<Record<Heard, string>> = {
  heard: 'We have heard you',
  full: 'Others asked about this phone first',
  'no-report': 'No report stands against this phone',
}

/** For whose phone networks refuse although they did nothing wrong: its number may be on somebody else’s phone too. */
export default definePage<AppealTables & ListAppealTables>()({
  url: '/refused',
  title: 'Networks refuse your phone',
  template: 'public/refused.njk',
  ...forBlockedPhone('appeal'),

  form: z.object({
    imei: blockedPhone.imei,
    line: OwnLineTyped,
    since: inWords('Say how long you have had this phone, and where you got it'),
    contact: blockedPhone.contact,
  }),

  async act({ imei: imeis, ...said }, context) {
    const code = caseCodeOf(randomBytes(7))
    const { heard, keepers } = await take(context, { imeis, ...said, code })
    // Whoever waits already has the code of then.
    const fresh = heard === 'heard' && (await context.vault.find('document', code)).length > 0
    return { heard, title: titles[heard], keepers: keepers.join(' and '), code: fresh ? showCaseCode(code) : false }
  },
})

type Taken = { readonly heard: Heard; readonly keepers: readonly string[] }

/** Where a case stops the phone, the appeal to it covers the lists too: a SIM that is paired is let in whatever else is said (docs/adr/0019). */
async function take(context: RouteContext<AppealTables & ListAppealTables>, said: Refused): Promise<Taken> {
  const heard = await takeAppeal(context as never, said)
  if (heard !== 'no-report') return { heard, keepers: [] }
  const listed = await takeListAppeal(context as never, said)
  return { heard: listed.heard === 'not-listed' ? 'no-report' : listed.heard, keepers: listed.keepers }
}

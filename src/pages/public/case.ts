import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { seeOther } from '#http'
import { readCaseCode } from '#lib/case-code'
import { type EventTables, ownerOfCase, type TheftCase } from '#modules/reports/public'
import {
  type AccessTables,
  type CaseViewTables,
  caseView,
  inLanguage,
  type Locale,
  type LookTables,
  looksOf,
  mayRead,
  openAccess,
  reportOf,
  say,
} from '#modules/victims/public'
import type { VaultRef } from '#platform/vault-ref'
import { definePage } from '../define-page.ts'
import { addressIn, LanguageAsked, languageOf } from '../language.ts'
import { type PushTables, pushGateway } from '../push-key.ts'
import { shownTargets } from '../target-rows.ts'
import { readTyped, toOpenCase } from '../typed-again.ts'

type Tables = AccessTables & CaseViewTables & TheftCase & LookTables & PushTables

const refusedSays = {
  'no-match': 'This code and word do not open a case. Check both, as you wrote them down',
  'wait-an-hour': 'There were too many wrong tries with this code. Wait one hour, then try again',
  ended:
    'This code has ended, because somebody has shown since that the phone is theirs. If it is yours, report it again and say who you are: you get a new code',
}

const Code = z.string().transform((typed, context) => {
  const code = readCaseCode(typed)
  if (code) return code
  const says =
    typed.trim() === '' ? 'Enter your code' : 'Check your code. It has 12 letters and numbers, like H7K2-9QRM-4T3X'
  context.addIssue({ code: 'custom', message: says })
  return z.NEVER
})

/**
 * A victim's own case: where things stand, what happened, what comes next and when. Opened by the pass of this browser, else
 * by code and word. Nothing on it names a place, a contact, a number or a person: whoever reads over the shoulder, or
 * pays for the phone, learns none of it.
 */
export default definePage<Tables>()({
  url: '/case',
  title: 'Your case',
  template: 'public/case.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 60,
  perCode: 'looks',
  bilingual: true,
  query: LanguageAsked,
  form: z.object({
    code: Code,
    word: z.string().trim().min(1, 'Enter your word').max(60, 'Enter your word'),
    ...{ typed: z.string(), visit: z.string() },
  }),

  async load(address, context) {
    const locale = languageOf(address)
    const here = addressIn('/case', locale)
    const held = await mayRead(context.db, context.pass.held)
    const view = held && (await viewOf(context, held.case, locale))
    if (!held || !view) {
      const report = await reportOf(context.db, context.pass.held)
      await context.audit('ask', report ? `case/${report.case}` : 'case-access')
      // All that its code shows is that there is a report.
      if (report) return { view: false, report, again: false, here, title: 'Your case' }
      return { view: false, report: false, again: false, here, title: 'Open your case' }
    }
    await context.audit('look', `case/${held.case}`)
    const looks = await looksOf(context.db as unknown as Kysely<LookTables>, held.case)
    const officer = await officerName(context, view.officer)
    const targets = shownTargets(view.targets)
    const notices = (await pushGateway(context.db as unknown as Kysely<PushTables>)) !== undefined
    return {
      view,
      again: false,
      targets,
      looks,
      officer,
      notices,
      here,
      title: inLanguage(locale, () => say('page.title')),
    }
  },

  async act({ code, word, lang, ...sent }, { db, vault, audit, now, pass }) {
    const typed = await readTyped(pass, sent)
    if (typed === 'ended') return toOpenCase
    if (typed !== 'none' && 'late' in typed) return typed.late
    const opened = await openAccess({ db: db as unknown as Kysely<AccessTables>, vault, audit, now }, code, word)
    if ('refused' in opened)
      return {
        errors: [{ field: 'code', says: refusedSays[opened.refused] }],
        view: false,
        report: false,
      }
    const { case: theft, access, joined } = opened
    const own = { case: theft, as: 'holder', access, ...(joined && { joined }) } as const
    if (typed !== 'none') {
      pass.give({ ...own, visit: typed.visit })
      return { view: false, report: false, again: typed.again, title: 'Your case is open' }
    }
    pass.give(own)
    return seeOther(addressIn('/case', languageOf({ lang })))
  },
})

/** What the officer who looks after it chose to be called. */
async function officerName({ vault }: RouteContext<Tables>, ref: VaultRef | undefined): Promise<string | false> {
  const known = ref && (await vault.reveal('show-officer', [ref])).get(ref)
  return known && !known.erased && typeof known.value === 'string' ? known.value : false
}

async function viewOf({ db, now }: RouteContext<Tables>, theft: string, locale: Locale) {
  const owner = await ownerOfCase(db as unknown as Kysely<EventTables & TheftCase>, theft)
  return caseView(db as unknown as Kysely<CaseViewTables>, theft, owner, now(), locale)
}

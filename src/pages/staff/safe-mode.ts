import { z } from 'zod'
import { problem, seeOther } from '#http'
import { showCaseCode } from '#lib/case-code'
import { CaseId } from '#lib/ids'
import { type EventTables, ownerOfCase, setSafeMode, type TheftCase } from '#modules/reports/public'
import { giveAccess } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { caseTyped, noSuchCase, typedCase } from '../staff-case.ts'
import { isForce, type Organisations, vouched, ways, waysOf } from '../vouching.ts'

const says = {
  'no-case': noSuchCase,
  'case-ended': 'This case has ended',
  'safe-mode-so': 'Safe mode is on already',
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
  vouched: 'Choose how you know who they are',
  others: 'Another organisation has this case, and gives the code. Switch it on without one: choose the last',
}

/**
 * Whoever hears on the phone that somebody is afraid switches safe mode on. Only a trained person switches it off. From then on no code of
 * before is written to, for any of them may be who is feared: whoever was checked gets a new one, read out to them.
 */
export default definePage<EventTables & Organisations & TheftCase>()({
  url: '/staff/safe-mode',
  title: 'Switch safe mode on',
  template: 'staff/safe-mode.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  query: z.object({ case: CaseId.optional() }),

  async load({ case: theft }, { audit, caller, db, tenant }) {
    await audit('look', 'safe-mode') // the form shows no record
    const may = waysOf(caller, await isForce(db, tenant))
    return { theft: theft ?? '', given: false, ways: may.map((value) => ({ value, text: vouched[value] })) }
  },

  form: z.object({
    theft: typedCase,
    vouched: z.enum(ways, says.vouched),
  }),

  async act({ theft: typed, vouched: way }, context) {
    const { audit, caller, db, execute, tenant } = context
    if (!waysOf(caller, await isForce(db, tenant)).includes(way))
      return { errors: [{ field: 'vouched', says: says.vouched }] }
    const theft = await caseTyped(context, typed)
    const owner = theft && (await ownerOfCase(db, theft))
    if (!owner) return { errors: [{ field: 'theft', says: says['no-case'] }] }
    // Whoever handles a case gives out what opens it.
    if (way !== 'number' && owner !== tenant) return { errors: [{ field: 'vouched', says: says.others }] }
    await audit('change', `case/${theft}`, owner)
    const outcome = await execute(setSafeMode, { case: theft, on: true, by: 'staff' })
    // It may be on already, and its victim without a code that is written to.
    if (!outcome.ok && (outcome.refused !== 'safe-mode-so' || way === 'number'))
      return { errors: [{ field: 'theft', says: says[outcome.refused] }] }
    if (way === 'number') return seeOther(`/staff/case/${theft}`)
    const given = await giveAccess(context, { case: theft, checked: true })
    if ('refused' in given) return given.refused === 'access-often' ? { given: 'none', theft } : problem('busy')
    return { given: { code: showCaseCode(given.code), word: given.word }, theft, values: {} }
  },
})

import { z } from 'zod'
import { seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { type EventTables, ownerOfCase, setSafeMode, type TheftCase } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

const says = {
  'no-case': 'There is no such case. Compare the number with the case page',
  'case-ended': 'This case has ended',
  'safe-mode-so': 'Safe mode is on already',
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
}

/** Whoever hears on the phone that somebody is afraid switches safe mode on. Only a trained person switches it off. */
export default definePage<EventTables & TheftCase>()({
  url: '/staff/safe-mode',
  title: 'Switch safe mode on',
  template: 'staff/safe-mode.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  query: z.object({ case: CaseId.optional() }),

  async load({ case: theft }, { audit }) {
    await audit('look', 'safe-mode') // the form shows no record
    return { theft: theft ?? '' }
  },

  form: z.object({
    theft: z
      .string()
      .trim()
      .pipe(CaseId.catch('' as CaseId)),
  }),

  async act({ theft }, { audit, db, execute }) {
    const owner = theft && (await ownerOfCase(db, theft))
    if (!owner) return { errors: [{ field: 'theft', says: says['no-case'] }] }
    await audit('change', `case/${theft}`, owner)
    const outcome = await execute(setSafeMode, { case: theft, on: true, by: 'staff' })
    if (outcome.ok) return seeOther(`/staff/case/${theft}`)
    return { errors: [{ field: 'theft', says: says[outcome.refused] }] }
  },
})

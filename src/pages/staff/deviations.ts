import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, refusal, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import {
  type DeskItem,
  deviationOf,
  deviationReasons,
  deviations,
  explainDeviation,
  ItemId,
} from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { deviationNames, sortNames } from '../desk-words.ts'

/** Every case goes the same published way. Here is where one did not, and why (B49). */
export default definePage<DeskItem>()({
  url: '/staff/deviations',
  title: 'What was late, and why',
  template: 'staff/deviations.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,

  async load(_, { audit, db, now, tenant }) {
    await audit('look', 'deviations')
    const { rows, all } = await deviations(db as unknown as Kysely<DeskItem>, tenant, now())
    return {
      all,
      reasons: deviationReasons.map((value) => ({ value, text: deviationNames[value] })),
      rows: rows.map(({ item, due, case_id, sort, reason }) => ({
        ...{ item, case: case_id ?? false, name: sortNames[sort], due: new Date(due).toISOString() },
        because: reason === null ? false : deviationNames[reason],
      })),
    }
  },

  form: z.object({
    item: ItemId,
    due: z.iso.datetime(),
    reason: z.enum(deviationReasons, 'Choose why it was late'),
  }),

  async act({ item, due, reason }, { audit, db, execute, tenant }) {
    const row = await deviationOf(db as unknown as Kysely<DeskItem>, tenant, { item, due })
    if (!row) return problem('not-found')
    await audit('change', row.case_id === null ? 'deviations' : `case/${row.case_id}`, tenant)
    const theft = row.case_id === null ? {} : { case: CaseId.parse(row.case_id) }
    const outcome = await execute(explainDeviation, { ...theft, item, due, reason })
    return outcome.ok ? seeOther('/staff/deviations') : refusal(explainDeviation, outcome.refused)
  },
})

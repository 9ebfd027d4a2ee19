import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'

export type TheftReportCount = {
  theft_report_count: { case_id: string; tenant: string; month: string; joined: boolean }
}

/**
 * One row a reported theft, for counting: its month in UTC and the organisation it was recorded for. A lost phone is none, nor is
 * what police found to be made up. Joined to another case it is the theft of that one, and is counted there.
 */
export const theftReportCount = defineView<TheftReportCount>('theft_report_count', 'async', (on) => [
  on(TheftReported, (db, { case: case_id, method }, { tenant, at }) =>
    method === 'lost' ? [] : counted(db, case_id, { tenant, at }),
  ),
  // A lost phone that was stolen after all is a theft from when that was told.
  on(TheftTold, (db, { case: case_id }, event) => counted(db, case_id, event)),
  on(ReportWithdrawn, (db, { case: theft, why }) =>
    why === 'false-report' ? db.deleteFrom('theft_report_count').where('case_id', '=', theft) : [],
  ),
  on(CasesLinked, (db, { case: case_id, as, same: joined }) =>
    as === 'later' ? db.updateTable('theft_report_count').set({ joined }).where('case_id', '=', case_id) : [],
  ),
])

const counted = (db: Kysely<TheftReportCount>, case_id: string, { tenant, at }: { tenant: string; at: string }) =>
  db
    .insertInto('theft_report_count')
    .values({ case_id, tenant, month: at.slice(0, 7), joined: false })
    .onConflict((c) => c.column('case_id').doNothing())

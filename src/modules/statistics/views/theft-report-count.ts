import { defineView } from '#ledger'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'

export type TheftReportCount = { theft_report_count: { case_id: string; tenant: string; month: string } }

/**
 * One row a reported theft, for counting: its month in UTC and the organisation it was recorded for. A lost phone is none, nor is
 * what police found to be made up.
 */
export const theftReportCount = defineView<TheftReportCount>('theft_report_count', 'async', (on) => [
  on(TheftReported, (db, { case: case_id, method }, { tenant, at }) =>
    method === 'lost'
      ? []
      : db
          .insertInto('theft_report_count')
          .values({ case_id, tenant, month: at.slice(0, 7) })
          .onConflict((c) => c.column('case_id').doNothing()),
  ),
  on(ReportWithdrawn, (db, { case: theft, why }) =>
    why === 'false-report' ? db.deleteFrom('theft_report_count').where('case_id', '=', theft) : [],
  ),
])

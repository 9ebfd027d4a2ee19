import { defineView } from '#ledger'
import { TheftReported } from '#modules/reports/events/theft-reported'

export type TheftReportCount = { theft_report_count: { case_id: string; tenant: string; month: string } }

/** One row a reported theft, for counting: its month in UTC and the organisation it was recorded for. */
export const theftReportCount = defineView<TheftReportCount>('theft_report_count', 'async', (on) => [
  on(TheftReported, (db, data, { tenant, at }) =>
    db
      .insertInto('theft_report_count')
      .values({ case_id: data.case, tenant, month: at.slice(0, 7) })
      .onConflict((c) => c.column('case_id').doNothing()),
  ),
])

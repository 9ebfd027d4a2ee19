import { sql } from 'kysely'
import { defineMeasure } from '../define-measure.ts'
import type { TheftReportCount } from '../views/theft-report-count.ts'

export default defineMeasure<TheftReportCount>({
  slug: 'thefts-reported',
  title: 'Phone thefts reported',
  plain: 'How many phone thefts people told us of in each month. Only those where somebody checked who they are.',
  columns: [{ key: 'thefts', says: 'Thefts', unit: 'thefts' }],
  chart: 'thefts',
  hideBelow: 5,
  caveats: [
    'Counts reports to Ringback only. Many thefts are never told to us, and some are told elsewhere.',
    'A month is a calendar month in UTC. What counts is when we took the report.',
  ],

  compute: (db, { from, to }) =>
    db
      .selectFrom('theft_report_count')
      .select(['month', sql<number>`count(*)::int`.as('thefts')])
      .where('month', '>=', from)
      .where('month', '<', to)
      .groupBy(sql`grouping sets ((month), ())`)
      .execute(),
})

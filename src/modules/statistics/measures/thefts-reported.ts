import { sql } from 'kysely'
import { defineMeasure } from '../define-measure.ts'
import type { TheftReportCount } from '../views/theft-report-count.ts'

export default defineMeasure<TheftReportCount>({
  slug: 'thefts-reported',
  title: 'Phone thefts reported',
  plain: 'How many phone thefts were reported to us in each month, by people whose identity somebody checked.',
  columns: [{ key: 'thefts', says: 'Thefts', unit: 'thefts' }],
  chart: 'thefts',
  hideBelow: 5,
  caveats: [
    'Counts reports to Ringback only. Many thefts are never reported, and some are reported elsewhere.',
    'A month is a calendar month in UTC, by the time when the report was accepted.',
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

import { sql } from 'kysely'
import { defineMeasure } from '../define-measure.ts'
import { beginOf, monthOf } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

export default defineMeasure<Measured>({
  slug: 'return-rate',
  title: 'Phones returned to their owners',
  plain: 'Of the phones reported stolen in each month, how many are back with their owner.',
  columns: [
    { key: 'cases', says: 'Thefts reported', unit: 'thefts' },
    { key: 'returned', says: 'Returned', unit: 'handsets', within: 'cases' },
    { key: 'percent', says: 'Returned of reported', unit: 'percent', part: 'returned', whole: 'cases' },
  ],
  chart: 'percent',
  by: 'police force',
  hideBelow: 5,
  caveats: [
    'A phone is returned when it was handed back to somebody who showed that it is theirs. Or when its case was closed as returned. A phone that its owner found alone is not counted.',
    'This is not the recovery rate: a phone can be found and never go back.',
    'A phone counts in the month of its report, however late it turns up. So the figure of an old month can still rise.',
    'The area is that of the force that handles the case; "none yet" where no force has it.',
  ],

  compute: (db, { from, to }) =>
    db
      .selectFrom('measured_case')
      .select([
        monthOf('reported_at').as('month'),
        sql<string | null>`case when grouping(force) = 0 then coalesce(force, 'none yet') end`.as('group'),
        sql<number>`count(*)::int`.as('cases'),
        sql<number>`count(returned_at)::int`.as('returned'),
      ])
      .where('reported_at', '>=', beginOf(from))
      .where('reported_at', '<', beginOf(to))
      .groupBy(sql`grouping sets ((${monthOf('reported_at')}), (force), ())`)
      .execute(),
})

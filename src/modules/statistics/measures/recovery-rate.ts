import { sql } from 'kysely'
import { defineMeasure } from '../define-measure.ts'
import { beginOf, monthOf } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

export default defineMeasure<Measured>({
  slug: 'recovery-rate',
  title: 'Phones recovered',
  plain: 'Of the phones stolen in each month, how many are known to be in safe hands again.',
  columns: [
    { key: 'cases', says: 'Thefts reported', unit: 'thefts' },
    { key: 'recovered', says: 'Recovered', unit: 'handsets', within: 'cases' },
    { key: 'percent', says: 'Recovered of reported', unit: 'percent', part: 'recovered', whole: 'cases' },
  ],
  chart: 'percent',
  by: 'police force',
  hideBelow: 5,
  caveats: [
    'A phone is recovered when the police or a partner have it and know its case. Or when its owner has it back.',
    'This is not the return rate: a phone can be found and never go back.',
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
        sql<number>`count(recovered_at)::int`.as('recovered'),
      ])
      .where('reported_at', '>=', beginOf(from))
      .where('reported_at', '<', beginOf(to))
      .groupBy(sql`grouping sets ((${monthOf('reported_at')}), (force), ())`)
      .execute(),
})

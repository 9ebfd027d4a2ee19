import { sql } from 'kysely'
import { defineMeasure } from '../define-measure.ts'
import { beginOf, monthOf } from '../sql-parts.ts'
import type { Measured } from '../views/measured.ts'

export default defineMeasure<Measured>({
  slug: 'harm-after-theft',
  title: 'Harm after the theft',
  plain:
    'Of the phones reported stolen in each month, after how many the victim or their bank told us of more harm: money taken, threats, or a name misused.',
  columns: [
    { key: 'cases', says: 'Thefts reported', unit: 'thefts' },
    { key: 'harmed', says: 'Followed by more harm', unit: 'thefts', within: 'cases' },
    { key: 'percent', says: 'Followed by more harm, of reported', unit: 'percent', part: 'harmed', whole: 'cases' },
  ],
  chart: 'percent',
  by: 'police force',
  hideBelow: 5,
  caveats: [
    'Counts what victims and banks tell us. Many never tell, so the true share is higher.',
    'A theft counts once, however much followed it, and in the month of its report. So the figure of an old month can still rise.',
    'The area is that of the force that handles the case; "none yet" where no force has it.',
  ],

  compute: (db, { from, to }) =>
    db
      .selectFrom('measured_case')
      .select([
        monthOf('reported_at').as('month'),
        sql<string | null>`case when grouping(force) = 0 then coalesce(force, 'none yet') end`.as('group'),
        sql<number>`count(*)::int`.as('cases'),
        sql<number>`count(harmed_at)::int`.as('harmed'),
      ])
      .where('reported_at', '>=', beginOf(from))
      .where('reported_at', '<', beginOf(to))
      .groupBy(sql`grouping sets ((${monthOf('reported_at')}), (force), ())`)
      .execute(),
})

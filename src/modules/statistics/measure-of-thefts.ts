import { sql } from 'kysely'
import { defineMeasure } from './define-measure.ts'
import { beginOf, monthOf } from './sql-parts.ts'
import type { Measured } from './views/measured.ts'

type Counted = {
  readonly slug: string
  readonly title: string
  readonly plain: string
  /** What has happened to a theft that is counted: the case has a time for it. */
  readonly column: 'recovered' | 'returned' | 'harmed'
  readonly says: string
  readonly unit: 'handsets' | 'thefts'
  readonly percentSays: string
  readonly caveats: readonly string[]
}

/** Of how many thefts something has become true since, by the month of their report and by police force. */
export const measureOfThefts = ({ slug, title, plain, column, says, unit, percentSays, caveats }: Counted) =>
  defineMeasure<Measured>({
    ...{ slug, title, plain },
    columns: [
      { key: 'cases', says: 'Thefts reported', unit: 'thefts' },
      { key: column, says, unit, within: 'cases' },
      { key: 'percent', says: percentSays, unit: 'percent', part: column, whole: 'cases' },
    ],
    chart: 'percent',
    by: 'police force',
    hideBelow: 5,
    caveats: [...caveats, 'The area is that of the force that handles the case; "none yet" where no force has it.'],

    compute: (db, { from, to }) =>
      db
        .selectFrom('measured_case')
        .select([
          monthOf('reported_at').as('month'),
          sql<string | null>`case when grouping(force) = 0 then coalesce(force, 'none yet') end`.as('group'),
          sql<number>`count(*)::int`.as('cases'),
          sql<number>`count(${sql.ref(`${column}_at`)})::int`.as(column),
        ])
        .where('reported_at', '>=', beginOf(from))
        .where('reported_at', '<', beginOf(to))
        .groupBy(sql`grouping sets ((${monthOf('reported_at')}), (force), ())`)
        .execute(),
  })

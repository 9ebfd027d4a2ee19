import { sql } from 'kysely'
import { defineMeasure } from './define-measure.ts'
import { beginOf, monthOf } from './sql-parts.ts'
import type { Measured } from './views/measured.ts'

type Asked = {
  readonly slug: string
  readonly title: string
  readonly plain: string
  /** Which answer is counted, and how its column reads. */
  readonly column: 'safe' | 'mattered'
  readonly says: string
}

/** How victims answer one question, month by month, and by the step of their case at which they were asked (B50). */
export const measureOfFeeling = ({ slug, title, plain, column, says }: Asked) =>
  defineMeasure<Measured>({
    ...{ slug, title, plain },
    columns: [
      { key: 'answers', says: 'Victims who answered', unit: 'answers' },
      { key: column, says, unit: 'answers', within: 'answers' },
      { key: 'percent', says: `${says}, of those who answered`, unit: 'percent', part: column, whole: 'answers' },
    ],
    chart: 'percent',
    by: 'step of the case',
    hideBelow: 5,
    caveats: [
      'Only some answer, and those who do may feel otherwise than those who do not.',
      '“I do not know” counts as an answer, and not as a yes.',
      'Each victim is asked once in the first week, once later, and once when the case has ended. Each answer counts in its month.',
    ],

    compute: (db, { from, to }) =>
      db
        .selectFrom('measured_feeling')
        .select([
          monthOf('at').as('month'),
          sql<string | null>`case when grouping(step) = 0 then step end`.as('group'),
          sql<number>`count(*)::int`.as('answers'),
          sql<number>`count(*) filter (where ${sql.ref(column)})::int`.as(column),
        ])
        .where('at', '>=', beginOf(from))
        .where('at', '<', beginOf(to))
        .groupBy(sql`grouping sets ((${monthOf('at')}), (step), ())`)
        .execute(),
  })

import { type Kysely, sql } from 'kysely'
import type { Period } from './define-measure.ts'

/**
 * The twelve whole months before this one, by the database's clock in UTC, as the months of a measure are. `withThis` ends
 * with this month, which is not over: for a demo, where nobody waits for a month's end.
 */
export async function lastTwelveMonths<Tables>(
  db: Kysely<Tables>,
  { withThis = false }: { withThis?: boolean } = {},
): Promise<Period> {
  const month = (ago: number) =>
    sql<string>`to_char(date_trunc('month', now() at time zone 'utc') - make_interval(months => ${ago}::int), 'YYYY-MM')`
  const later = withThis ? 1 : 0
  const { rows } = await sql<Period>`select ${month(12 - later)} as "from", ${month(-later)} as "to"`.execute(db)
  return rows[0] as Period
}

import { type Kysely, sql } from 'kysely'
import type { Period } from './define-measure.ts'

/** The twelve whole months before this one, by the database's clock in UTC, as the months of a measure are. */
export async function lastTwelveMonths<Tables>(db: Kysely<Tables>): Promise<Period> {
  const month = (ago: number) =>
    sql<string>`to_char(now() at time zone 'utc' - make_interval(months => ${ago}), 'YYYY-MM')`
  const { rows } = await sql<Period>`select ${month(12)} as "from", ${month(0)} as "to"`.execute(db)
  return rows[0] as Period
}

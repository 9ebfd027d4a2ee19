import { type RawBuilder, sql } from 'kysely'

/** The month of a time in UTC, YYYY-MM. */
export const monthOf = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'utc', 'YYYY-MM')`

/** The first moment of a month in UTC. */
export const beginOf = (month: string): RawBuilder<string> =>
  sql<string>`(${`${month}-01`}::timestamp at time zone 'utc')`

/** Whole milliseconds between two times: 0 where a partner's clock runs behind ours; null, not 0, while one is missing. */
export const msBetween = (from: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`case when ${to} - ${from} is not null then greatest(0, round(extract(epoch from ${to} - ${from}) * 1000)::bigint) end`

/**
 * The smallest of the values by which at least this share of all was done (nearest rank): one that really occurred, so that
 * two programs cannot disagree about it.
 */
export const reachedBy = (share: number, ms: RawBuilder<unknown>): RawBuilder<number | null> =>
  sql<number | null>`percentile_disc(${share}::float8) within group (order by ${ms})::float8`

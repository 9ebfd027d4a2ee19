import { type Kysely, sql } from 'kysely'
import type { VaultRef } from '#platform/vault-ref'
import type { IndicatorTable } from './views/indicator.ts'
import type { IndicatorToldTable } from './views/indicator-told.ts'
import type { IndicatorSort } from './vocabulary.ts'

/** `cases`: how many have it. `alone`: how many told of it without one; of these `texts` by a text, each from a number of its own. */
export type SharedIndicator = {
  readonly mark: VaultRef
  readonly sort: IndicatorSort
  readonly cases: number
  readonly alone: number
  readonly texts: number
  readonly first: string
  readonly last: string
}
type Tables = IndicatorTable & IndicatorToldTable

const mostShown = 100

/** Links and senders by how many cases have them, the most first; then by how many told of them without one; then the newest. */
export async function sharedIndicators(db: Kysely<Tables>): Promise<SharedIndicator[]> {
  const { rows } = await sql<SharedIndicator>`
    with held as (
      select mark, sort, count(*)::int as cases, min(first_at) as first, max(first_at) as last from indicator group by mark, sort
    ), told as (
      select mark, sort, count(*)::int as alone, count(*) filter (where by = 'text')::int as texts, min(at) as first, max(at) as last
      from indicator_told group by mark, sort
    )
    select mark, sort, coalesce(cases, 0) as cases, coalesce(alone, 0) as alone, coalesce(texts, 0) as texts,
      least(held.first, told.first) as first, greatest(held.last, told.last) as last
    from held full join told using (mark, sort)
    order by 3 desc, 4 desc, last desc, mark limit ${mostShown}`.execute(db)
  return rows
}

/** How many others have any of these: other cases, and people without one. */
export async function sharedWith(db: Kysely<Tables>, theft: string, marks: readonly VaultRef[]): Promise<number> {
  if (marks.length === 0) return 0
  const { rows } = await sql<{ others: number }>`
    select (select count(distinct case_id)::int from indicator where mark = any (${marks}) and case_id <> ${theft}::uuid)
      + (select count(distinct told)::int from indicator_told where mark = any (${marks})) as others`.execute(db)
  return rows[0]?.others ?? 0
}

import { type Kysely, sql } from 'kysely'
import type { VaultRef } from '#platform/vault-ref'
import type { IndicatorTable } from './views/indicator.ts'
import type { IndicatorSort } from './vocabulary.ts'

export type SharedIndicator = {
  readonly mark: VaultRef
  readonly sort: IndicatorSort
  readonly cases: number
  readonly first: string
  readonly last: string
}

const mostShown = 100

/** Links and senders by how many cases have them, the most first; then the newest. */
export const sharedIndicators = async (db: Kysely<IndicatorTable>): Promise<SharedIndicator[]> =>
  (
    await db
      .selectFrom('indicator')
      .select(['mark', 'sort'])
      .select(sql<number>`count(*)::int`.as('cases'))
      .select(sql<string>`min(first_at)`.as('first'))
      .select(sql<string>`max(first_at)`.as('last'))
      .groupBy(['mark', 'sort'])
      .orderBy('cases', 'desc')
      .orderBy('last', 'desc')
      .orderBy('mark')
      .limit(mostShown)
      .execute()
  ).map(({ mark, ...more }) => ({ ...more, mark: mark as VaultRef }))

/** How many other cases have any of these. */
export async function sharedWith(
  db: Kysely<IndicatorTable>,
  theft: string,
  marks: readonly VaultRef[],
): Promise<number> {
  if (marks.length === 0) return 0
  const row = await db
    .selectFrom('indicator')
    .select(sql<number>`count(distinct case_id)::int`.as('cases'))
    .where('mark', 'in', [...marks])
    .where('case_id', '<>', theft)
    .executeTakeFirst()
  return row?.cases ?? 0
}

import { type Kysely, sql } from 'kysely'
import type { DeskItem } from './views/desk-item.ts'

const lookedAtMs = 28 * 86_400_000
const mostShown = 200

export type Deviation = DeskItem['desk_deviation']

/** How many of a unit's cases kept to the published path. */
export type Conformance = { readonly cases: number; readonly deviating: number; readonly unexplained: number }

/** Every clock that ran out in the last 28 days, those without a reason first, and how all cases of the unit fared (B49). */
export async function deviations(
  db: Kysely<DeskItem>,
  owner: string,
  now: Date,
): Promise<{ readonly rows: Deviation[]; readonly all: Conformance }> {
  const since = new Date(now.getTime() - lookedAtMs).toISOString()
  const rows = await db
    .selectFrom('desk_deviation')
    .selectAll()
    .where('owner', '=', owner)
    .where('missed_at', '>', since)
    .orderBy(sql`reason is not null`)
    .orderBy('missed_at', 'desc')
    .limit(mostShown)
    .execute()
  const { rows: counted } = await sql<Record<keyof Conformance, string>>`
    select (select count(*) from desk_case where owner = ${owner} and proved) as cases, count(distinct case_id) as deviating,
      count(*) filter (where reason is null) as unexplained
    from desk_deviation where owner = ${owner}`.execute(db)
  const [all] = counted
  return {
    rows,
    all: {
      cases: Number(all?.cases ?? 0),
      deviating: Number(all?.deviating ?? 0),
      unexplained: Number(all?.unexplained ?? 0),
    },
  }
}

/** One of them, as the form names it. */
export const deviationOf = (
  db: Kysely<DeskItem>,
  owner: string,
  { item, due }: { readonly item: string; readonly due: string },
): Promise<Deviation | undefined> =>
  db
    .selectFrom('desk_deviation')
    .selectAll()
    .where('owner', '=', owner)
    .where('item', '=', item)
    .where('due', '=', due)
    .executeTakeFirst()

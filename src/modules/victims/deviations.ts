import { type Kysely, sql } from 'kysely'
import type { DeskItem } from './views/desk-item.ts'

const lookedAtMs = 28 * 86_400_000
const mostShown = 200

export type Deviation = DeskItem['desk_deviation']

/** How a unit's cases fared: all of them, those with something late in the last 28 days, and what of that has no reason yet. */
export type Conformance = { readonly cases: number; readonly deviating: number; readonly unexplained: number }

/** Every clock that ran out in the last 28 days, those without a reason first, and how the cases of the unit fared (B49). */
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
  // What no case stands behind wants a reason too, and is none of the cases.
  const { rows: counted } = await sql<Record<keyof Conformance, string>>`
    select (select count(*) from desk_case where owner = ${owner}) as cases, count(distinct desk_case.case_id) as deviating,
      count(*) filter (where reason is null) as unexplained
    from desk_deviation late left join desk_case on desk_case.case_id = late.case_id and desk_case.owner = late.owner
    where late.owner = ${owner} and missed_at > ${since}`.execute(db)
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

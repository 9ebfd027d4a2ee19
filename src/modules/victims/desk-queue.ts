import { type Kysely, sql } from 'kysely'
import type { TheftCase } from '#modules/reports/public'
import { type Sort, warnedMs } from './clocks.ts'
import type { DeskItem } from './views/desk-item.ts'

export type DeskTables = DeskItem & TheftCase

export const deskTopic = (owner: string) => `desk/${owner}`

const onePage = 50

const items = (db: Kysely<DeskTables>, owner: string) =>
  db
    .selectFrom('desk_item as i')
    .leftJoin('desk_case as d', 'd.case_id', 'i.case_id')
    .leftJoin('theft_case as c', 'c.case_id', 'i.case_id')
    .select(['i.item', 'i.case_id', 'i.sort', 'i.since', 'i.due', 'd.officer', 'c.level', 'c.safe_mode', 'c.opened_at'])
    .where('i.owner', '=', owner)
    .orderBy('i.due')
    .orderBy('i.item')

type Row = Awaited<ReturnType<ReturnType<typeof items>['execute']>>[number]
/** `is`: late, nearly due, or in time. */
export type DeskRow = Row & { readonly is: 'late' | 'soon' | 'waits' }

/** Where a page begins: after this row. The time and the item, as the address says it. */
export type After = { readonly due: string; readonly item: string }

/**
 * One page of what waits for this organisation, by the clock alone: what is late comes first. However many wait, a page is a
 * walk along the index. `more`: where the next page begins.
 */
export async function deskQueue(
  db: Kysely<DeskTables>,
  owner: string,
  now: Date,
  { after, only }: { readonly after?: After | undefined; readonly only?: Sort | undefined } = {},
): Promise<{ readonly rows: DeskRow[]; readonly more: After | undefined }> {
  const found = await items(db, owner)
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(i.due, i.item) > (${after?.due ?? ''}::timestamptz, ${after?.item ?? ''})`),
    )
    .$if(only !== undefined, (q) => q.where('i.sort', '=', only as Sort))
    .limit(onePage + 1)
    .execute()
  const rows = found.slice(0, onePage).map((row) => ({ ...row, is: howNear(row, now) }))
  const last = rows.at(-1)
  return {
    rows,
    more: found.length > onePage && last ? { due: new Date(last.due).toISOString(), item: last.item } : undefined,
  }
}

function howNear({ sort, due }: Row, now: Date): DeskRow['is'] {
  if (sort === 'claim') return 'waits'
  const left = Date.parse(due) - now.getTime()
  if (left < 0) return 'late'
  return left <= warnedMs[sort] ? 'soon' : 'waits'
}

/** All that waits on one case. */
export const itemsOfCase = async (
  db: Kysely<DeskTables>,
  owner: string,
  theft: string,
  now: Date,
): Promise<DeskRow[]> =>
  (await items(db, owner).where('i.case_id', '=', theft).execute()).map((row) => ({ ...row, is: howNear(row, now) }))

/** How many wait too long, and how many nearly: for whoever leads the unit. */
export async function deskAlarms(db: Kysely<DeskItem>, owner: string | undefined, now: Date) {
  const at = now.toISOString()
  const { late, soon } = await db
    .selectFrom('desk_item')
    .select(({ fn, eb }) => [
      fn.countAll<string>().filterWhere('due', '<', at).as('late'),
      fn
        .countAll<string>()
        .filterWhere(eb('due', '>=', at))
        .as('soon'),
    ])
    .where('sort', '!=', 'claim')
    .where('due', '<', new Date(now.getTime() + Math.max(...Object.values(warnedMs))).toISOString())
    .where(soonOrLate(at))
    .$if(owner !== undefined, (q) => q.where('owner', '=', owner ?? ''))
    .executeTakeFirstOrThrow()
  return { late: Number(late), soon: Number(soon) }
}

/** Within the time in which a person is warned, each sort by its own. */
const soonOrLate = (at: string) => {
  const cases = Object.entries(warnedMs).map(([sort, ms]) => sql`when ${sql.lit(sort)} then ${sql.lit(ms / 1000)}`)
  return sql<boolean>`due <= ${at}::timestamptz + make_interval(secs => case sort ${sql.join(cases, sql` `)} else 0 end)`
}

/** What changes whenever the top of the queue would, or somebody wrote. Cheap to ask, and nothing can be read from it. */
export async function deskVersion<T>(db: Kysely<T>, owner: string): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select md5(concat_ws(' ',
      (select string_agg(item || due, ' ') from (select item, due from desk_item where owner = ${owner}
        order by due, item limit ${sql.lit(onePage)}) top),
      (select count(*) || ' ' || coalesce(max(since)::text, '') from desk_item
        where owner = ${owner} and sort in ('message', 'challenge', 'failure')))) as version`.execute(db)
  return rows[0]?.version ?? ''
}

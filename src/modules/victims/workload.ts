import { type Kysely, sql } from 'kysely'
import type { Sort } from './clocks.ts'
import type { DeskItem } from './views/desk-item.ts'

const lookedAtMs = 28 * 86_400_000

/** What each officer of a unit looks after; without an officer, what the whole unit does. */
export type Load = { officer: string | null; cases: number; waits: number; late: number; oldest: string | null }
/** How one sort was kept in the last 28 days: how long half, and nine in ten, waited until it was done (B80). */
export type Kept = { sort: Sort; done: number; inTime: number; medianMs: number; ninetyMs: number; late: number }

export async function workload(db: Kysely<DeskItem>, owner: string, now: Date): Promise<Load[]> {
  const { rows } = await sql<{
    officer: string | null
    cases: string
    waits: string
    late: string
    oldest: string | null
  }>`
    select d.officer, count(distinct i.case_id) as cases, count(*) filter (where i.sort not in ('update', 'claim')) as waits,
      count(*) filter (where i.sort <> 'claim' and i.due < ${now.toISOString()}) as late,
      min(i.since) filter (where i.sort not in ('update', 'claim')) as oldest
    from desk_item i left join desk_case d using (case_id)
    where i.owner = ${owner} group by d.officer order by late desc, waits desc, d.officer`.execute(db)
  return rows.map(({ cases, waits, late, ...one }) => ({
    ...{ ...one, cases: Number(cases), waits: Number(waits), late: Number(late) },
  }))
}

type TimesRow = {
  sort: Sort
  done: string
  in_time: string
  median: number | null
  ninety: string | number | null
  late: string
}

/** What the unit owed and did in the last 28 days, and what it still owes too late: victims who were failed are counted (B03). */
export async function timesKept(db: Kysely<DeskItem>, owner: string, now: Date): Promise<Kept[]> {
  const since = new Date(now.getTime() - lookedAtMs).toISOString()
  const { rows } = await sql<TimesRow>`
    select sort, count(done_at) as done, count(*) filter (where done_at <= due and not missed) as in_time,
      percentile_cont(0.5) within group (order by extract(epoch from done_at - since)) as median,
      percentile_disc(0.9) within group (order by extract(epoch from done_at - since)) as ninety,
      count(*) filter (where done_at is null) as late
    from (
      select sort, since, due, done_at, missed from desk_done where owner = ${owner} and done_at > ${since}
      union all
      select sort, since, due, null, true from desk_item where owner = ${owner} and due < ${now.toISOString()}
    ) all_of_it
    where sort not in ('claim', 'update') or done_at is null and sort = 'update'
    group by sort order by sort`.execute(db)
  return rows.map(({ sort, done, in_time, median, ninety, late }) => ({
    ...{
      sort,
      done: Number(done),
      inTime: Number(in_time),
      medianMs: Math.round((median ?? 0) * 1000),
      ninetyMs: Math.round(Number(ninety ?? 0) * 1000),
      late: Number(late),
    },
  }))
}

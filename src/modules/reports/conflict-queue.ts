import type { Kysely } from 'kysely'
import { conflictHourMs } from './overdue.ts'
import type { CaseConflict } from './views/case-conflict.ts'
import type { TheftCase } from './views/theft-case.ts'

export type QueueTables = CaseConflict & TheftCase & { event: { stream: string; type: string; data: unknown } }

const keptMs = 28 * 86_400_000

/** `due`: by when a person must have looked. */
export type QueueRow = Awaited<ReturnType<ReturnType<typeof doubts>['execute']>>[number] & {
  readonly due: string
  readonly late: boolean
}

const doubts = (db: Kysely<QueueTables>, tenant: string | undefined) =>
  db
    .selectFrom('case_conflict as k')
    .innerJoin('theft_case as c', 'c.case_id', 'k.case_id')
    .select(['k.case_id', 'k.conflict', 'k.found_at', 'k.settled_at', 'k.stands', 'k.reason', 'k.signs'])
    .select(['c.means', 'c.level', 'c.channel', 'c.method', 'c.opened_at', 'c.force', 'c.tenant', 'c.ended'])
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))

const withDue =
  (now: Date) =>
  <Row extends { readonly found_at: string; readonly settled_at: string | null }>(row: Row) => {
    const due = new Date(new Date(row.found_at).getTime() + conflictHourMs)
    return { ...row, due: due.toISOString(), late: row.settled_at === null && due < now }
  }

/** One page shows so many of each; those that wait are never pushed out by those that are decided. */
const mostShown = 500

/**
 * What speaks against reports and waits for a person, soonest due first; and what a person decided in the last 28 days, the
 * latest first. `tenant`: only what that organisation handles.
 */
export async function conflictQueue(
  db: Kysely<QueueTables>,
  tenant: string | undefined,
  now: Date,
): Promise<{ readonly open: QueueRow[]; readonly settled: QueueRow[] }> {
  const since = new Date(now.getTime() - keptMs).toISOString()
  const [open, settled] = await Promise.all([
    doubts(db, tenant).where('k.settled_at', 'is', null).orderBy('k.found_at').limit(mostShown).execute(),
    doubts(db, tenant).where('k.settled_at', '>', since).orderBy('k.settled_at', 'desc').limit(mostShown).execute(),
  ])
  return { open: open.map(withDue(now)), settled: settled.map(withDue(now)) }
}

/** One doubt about one case, however many others wait. */
export async function conflictOf(
  db: Kysely<QueueTables>,
  tenant: string | undefined,
  { case: theft, conflict }: { readonly case: string; readonly conflict: string },
  now: Date,
): Promise<QueueRow | undefined> {
  const row = await doubts(db, tenant)
    .where('k.case_id', '=', theft)
    .where('k.conflict', '=', conflict)
    .executeTakeFirst()
  return row && withDue(now)(row)
}

/** References to what buyers in good faith have said in a case. */
export async function buyersClaims(db: Kysely<QueueTables>, theft: string): Promise<string[]> {
  const rows = await db
    .selectFrom('event')
    .select('data')
    .where('stream', '=', `case/${theft}`)
    .where('type', '=', 'reports.good-faith-claimed')
    .execute()
  return rows.map(({ data }) => (data as { claim: string }).claim)
}

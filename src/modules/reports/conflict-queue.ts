import type { Kysely } from 'kysely'
import { conflictHourMs } from './overdue.ts'
import type { CaseConflict } from './views/case-conflict.ts'
import type { TheftCase } from './views/theft-case.ts'

export type QueueTables = CaseConflict & TheftCase & { event: { stream: string; type: string; data: unknown } }

const keptMs = 28 * 86_400_000

/** `due`: by when a person must have looked. */
export type QueueRow = Awaited<ReturnType<typeof rowsOf>>[number] & { readonly due: string; readonly late: boolean }

const rowsOf = (db: Kysely<QueueTables>, tenant: string | undefined, since: string) =>
  db
    .selectFrom('case_conflict as k')
    .innerJoin('theft_case as c', 'c.case_id', 'k.case_id')
    .select(['k.case_id', 'k.conflict', 'k.found_at', 'k.settled_at', 'k.stands', 'k.reason'])
    .select(['c.means', 'c.level', 'c.channel', 'c.method', 'c.opened_at', 'c.force', 'c.tenant', 'c.ended'])
    .where((eb) => eb.or([eb('k.settled_at', 'is', null), eb('k.settled_at', '>', since)]))
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))
    .orderBy('k.found_at')
    .limit(500)
    .execute()

/**
 * What speaks against reports, oldest first, with what a person decided in the last 28 days. `tenant`: only what that
 * organisation handles.
 */
export async function conflictQueue(
  db: Kysely<QueueTables>,
  tenant: string | undefined,
  now: Date,
): Promise<QueueRow[]> {
  const rows = await rowsOf(db, tenant, new Date(now.getTime() - keptMs).toISOString())
  return rows.map((row) => {
    const due = new Date(new Date(row.found_at).getTime() + conflictHourMs)
    return { ...row, due: due.toISOString(), late: row.settled_at === null && due < now }
  })
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

import type { Kysely } from 'kysely'
import type { CaseConflict } from './views/case-conflict.ts'
import type { TheftCase } from './views/theft-case.ts'

/** So long may what speaks against a report wait for a person (MISSION, The proof ladder). */
export const conflictHourMs = 3_600_000

/** How many doubts no person has looked at within the hour. `tenant`: only those that this organisation handles. */
export async function conflictsOverdue(
  db: Kysely<CaseConflict & TheftCase>,
  tenant: string | undefined,
  now: Date,
): Promise<number> {
  const { many } = await db
    .selectFrom('case_conflict as k')
    .innerJoin('theft_case as c', 'c.case_id', 'k.case_id')
    .select(({ fn }) => fn.countAll<string>().as('many'))
    .where('k.settled_at', 'is', null)
    .where('k.found_at', '<', new Date(now.getTime() - conflictHourMs).toISOString())
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))
    .executeTakeFirstOrThrow()
  return Number(many)
}

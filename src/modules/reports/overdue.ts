import type { Kysely } from 'kysely'
import type { CaseAppeal } from './views/case-appeal.ts'
import type { CaseConflict } from './views/case-conflict.ts'
import type { TheftCase } from './views/theft-case.ts'

/** So long may what speaks against a report, or an appeal, wait for a person (MISSION, The proof ladder). */
export const conflictHourMs = 3_600_000

/**
 * How many doubts and appeals no person has looked at within the hour. `tenant`: only those that this organisation handles.
 */
export async function conflictsOverdue(
  db: Kysely<CaseConflict & CaseAppeal & TheftCase>,
  tenant: string | undefined,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - conflictHourMs).toISOString()
  const doubts = db
    .selectFrom('case_conflict')
    .select('case_id')
    .where('settled_at', 'is', null)
    .where('found_at', '<', before)
  const appeals = db
    .selectFrom('case_appeal')
    .select('case_id')
    .where('decided_at', 'is', null)
    .where('made_at', '<', before)
  const { many } = await db
    .selectFrom(doubts.unionAll(appeals).as('late'))
    .innerJoin('theft_case as c', 'c.case_id', 'late.case_id')
    .select(({ fn }) => fn.countAll<string>().as('many'))
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))
    .executeTakeFirstOrThrow()
  return Number(many)
}

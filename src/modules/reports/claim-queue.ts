import type { Kysely } from 'kysely'
import type { CaseClaim } from './views/case-claim.ts'
import type { TheftCase } from './views/theft-case.ts'

export type ClaimQueueTables = CaseClaim & TheftCase

const mostShown = 200

const claims = (db: Kysely<ClaimQueueTables>) =>
  db
    .selectFrom('case_claim as k')
    .innerJoin('theft_case as c', 'c.case_id', 'k.case_id')
    .select(['k.claim', 'k.case_id', 'k.made_at', 'k.due', 'k.answered_at', 'k.outcome'])
    .select(['c.level', 'c.means', 'c.opened_at', 'c.force', 'c.tenant', 'c.ended'])

/** Buyers who wait for an answer, soonest due first. `tenant`: only what that organisation handles, for it alone answers. */
export async function claimQueue(db: Kysely<ClaimQueueTables>, tenant: string | undefined, now: Date) {
  const rows = await claims(db)
    .where('k.answered_at', 'is', null)
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))
    .orderBy('k.due')
    .limit(mostShown)
    .execute()
  return rows.map((row) => ({ ...row, late: new Date(row.due) < now }))
}

/** What became of what one buyer said; they may have said it of two cases of one phone. */
export const claimsOf = (db: Kysely<ClaimQueueTables>, refs: readonly string[]) =>
  claims(db).where('k.claim', 'in', refs).execute()

import type { Kysely } from 'kysely'
import type { CaseProof } from './views/case-proof.ts'
import type { TheftCase } from './views/theft-case.ts'

export type ProofQueueTables = CaseProof & TheftCase

const shownMs = 28 * 86_400_000
const mostShown = 200

const proofs = (db: Kysely<ProofQueueTables>, tenant: string | undefined) =>
  db
    .selectFrom('case_proof as p')
    .innerJoin('theft_case as c', 'c.case_id', 'p.case_id')
    .select(['p.proof', 'p.case_id', 'p.paper', 'p.document', 'p.offered_at', 'p.judged_at', 'p.counts', 'p.reason'])
    .select(['c.level', 'c.means', 'c.imei_keys', 'c.opened_at', 'c.force', 'c.tenant', 'c.ended'])
    .$if(tenant !== undefined, (q) => q.where((eb) => eb(eb.fn.coalesce('c.force', 'c.tenant'), '=', tenant ?? '')))

export type ProofRow = Awaited<ReturnType<ReturnType<typeof proofs>['execute']>>[number]

/** Papers that wait for a person, the oldest first, and those decided in the last 28 days. `tenant`: only what it handles. */
export async function proofQueue(db: Kysely<ProofQueueTables>, tenant: string | undefined, now: Date) {
  const since = new Date(now.getTime() - shownMs).toISOString()
  const [open, judged] = await Promise.all([
    proofs(db, tenant).where('p.judged_at', 'is', null).orderBy('p.offered_at').limit(mostShown).execute(),
    proofs(db, tenant).where('p.judged_at', '>', since).orderBy('p.judged_at', 'desc').limit(mostShown).execute(),
  ])
  return { open, judged }
}

/** One paper, however many others wait. */
export const proofOf = (
  db: Kysely<ProofQueueTables>,
  tenant: string | undefined,
  proof: string,
): Promise<ProofRow | undefined> => proofs(db, tenant).where('p.proof', '=', proof).executeTakeFirst()

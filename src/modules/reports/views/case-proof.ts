import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { CaseClosed } from '../events/case-closed.ts'
import { CaseReopened } from '../events/case-reopened.ts'
import { ProofJudged } from '../events/proof-judged.ts'
import { ProofOffered } from '../events/proof-offered.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'

export type CaseProof = {
  case_proof: {
    proof: string
    case_id: string
    paper: string
    document: string
    offered_at: string
    judged_at: string | null
    counts: boolean | null
    reason: string | null
  }
}

/** Papers that wait for a person, and what was found. */
export const caseProof = defineView<CaseProof>('case_proof', 'async', (on) => [
  on(ProofOffered, (db, { case: case_id, access: _, ...offered }, { at }) =>
    db
      .insertInto('case_proof')
      .values({ ...offered, case_id, offered_at: at, judged_at: null, counts: null, reason: null })
      .onConflict((c) => c.doNothing()),
  ),
  on(ProofJudged, (db, { proof, counts, reason }, { at }) =>
    db.updateTable('case_proof').set({ counts, reason, judged_at: at }).where('proof', '=', proof),
  ),
  on(ReportWithdrawn, (db, { case: theft }, { at }) => over(db, theft, at)),
  on(CaseClosed, (db, { case: theft }, { at }) => over(db, theft, at)),
  // What nobody decided waits for a person again.
  on(CaseReopened, (db, { case: theft }) =>
    db.updateTable('case_proof').set({ judged_at: null }).where('case_id', '=', theft).where('counts', 'is', null),
  ),
])

/** The case has ended: nobody need look, unless it is opened again. The victim is told (`reports.papers-left`). */
const over = (db: Kysely<CaseProof>, theft: string, at: string) =>
  db.updateTable('case_proof').set({ judged_at: at }).where('case_id', '=', theft).where('judged_at', 'is', null)

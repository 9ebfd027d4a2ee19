import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { CaseClosed } from '../events/case-closed.ts'
import { CaseReopened } from '../events/case-reopened.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ConflictSettled } from '../events/conflict-settled.ts'
import { ReportSplit } from '../events/report-split.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'

export type CaseConflict = {
  case_conflict: {
    case_id: string
    conflict: string
    found_at: string
    settled_at: string | null
    stands: boolean | null
    reason: string | null
    signs: string[]
  }
}

/** What speaks against reports, and how a person settled it: the queue with the one-hour clock. */
export const caseConflict = defineView<CaseConflict>('case_conflict', 'async', (on) => [
  on(ConflictFound, (db, { case: case_id, conflict, signs = [] }, { at }) => {
    const open = { found_at: at, settled_at: null, stands: null, reason: null, signs: [...signs] }
    return db
      .insertInto('case_conflict')
      .values({ case_id, conflict, ...open })
      .onConflict((c) => c.columns(['case_id', 'conflict']).doUpdateSet(open))
  }),
  on(ConflictSettled, (db, { case: theft, conflict, stands, reason }, { at }) =>
    db
      .updateTable('case_conflict')
      .set({ settled_at: at, stands, reason })
      .where('case_id', '=', theft)
      .where('conflict', '=', conflict),
  ),
  on(ReportSplit, (db, { case: theft, conflicts }, { at }) =>
    over(db, theft, at).$if(conflicts.length > 0, (q) => q.where('conflict', 'not in', conflicts)),
  ),
  on(ReportWithdrawn, (db, { case: theft }, { at }) => over(db, theft, at)),
  on(CaseClosed, (db, { case: theft }, { at }) => over(db, theft, at)),
  // Nobody decided what the closing ended: it waits for a person again, with a fresh hour.
  on(CaseReopened, (db, { case: theft }, { at }) =>
    db
      .updateTable('case_conflict')
      .set({ found_at: at, settled_at: null })
      .where('case_id', '=', theft)
      .where('settled_at', 'is not', null)
      .where('stands', 'is', null),
  ),
])

const over = (db: Kysely<CaseConflict>, theft: string, at: string) =>
  db.updateTable('case_conflict').set({ settled_at: at }).where('case_id', '=', theft).where('settled_at', 'is', null)

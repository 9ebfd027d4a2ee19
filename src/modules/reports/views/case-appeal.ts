import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { AppealDecided } from '../events/appeal-decided.ts'
import { AppealMade } from '../events/appeal-made.ts'
import { CaseClosed, lifts } from '../events/case-closed.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'

export type CaseAppeal = {
  case_appeal: {
    appeal: string
    case_id: string
    claim: string
    line: string
    made_at: string
    decided_at: string | null
    granted: boolean | null
    reason: string | null
  }
}

/** Whoever is refused though they did nothing wrong, for the person who decides within the hour. */
export const caseAppeal = defineView<CaseAppeal>('case_appeal', 'async', (on) => [
  on(AppealMade, (db, { case: case_id, handset: _, ...made }, { at }) =>
    db
      .insertInto('case_appeal')
      .values({ ...made, case_id, made_at: at, decided_at: null, granted: null, reason: null })
      .onConflict((c) => c.doNothing()),
  ),
  on(AppealDecided, (db, { appeal, granted, reason }, { at }) =>
    db.updateTable('case_appeal').set({ granted, reason, decided_at: at }).where('appeal', '=', appeal),
  ),
  on(ReportWithdrawn, (db, { case: theft }, { at }) => over(db, theft, at)),
  on(CaseClosed, (db, { case: theft, reason }, { at }) => (lifts(reason) ? over(db, theft, at) : [])),
])

/** Nothing blocks the phone by this case any more: nobody need decide. */
const over = (db: Kysely<CaseAppeal>, theft: string, at: string) =>
  db.updateTable('case_appeal').set({ decided_at: at }).where('case_id', '=', theft).where('decided_at', 'is', null)

import type { Kysely } from 'kysely'
import { defineView } from '#ledger'
import { levelOf } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { MessageOwed } from '../events/message-owed.ts'
import { promiseOf } from '../promise.ts'

export type CasePromise = {
  case_promise: {
    case_id: string
    /** The organisation whose staff handle the case. */
    owner: string
    opened_at: string
    told_at: string | null
    promised: string | null
  }
}

/** By when each victim hears from us. From the report on, also before the first message has gone out. */
export const casePromise = defineView<CasePromise>('case_promise', 'async', (on) => [
  on(TheftReported, (db, { case: case_id, force }, { tenant, at }) =>
    db
      .insertInto('case_promise')
      .values({ case_id, owner: force ?? tenant, opened_at: at, told_at: null, promised: promiseOf(at, at) })
      .onConflict((c) => c.column('case_id').doNothing()),
  ),
  on(MessageOwed, (db, { case: theft, next = null }, { at }) =>
    db.updateTable('case_promise').set({ told_at: at, promised: next }).where('case_id', '=', theft),
  ),
  // What is left is a bare claim: it ends when that lapses, and nothing more is promised.
  on(ReportSplit, (db, { case: theft, means, until }) =>
    levelOf(means) === 0 && until
      ? db.updateTable('case_promise').set({ promised: until }).where('case_id', '=', theft)
      : [],
  ),
  on(ReportWithdrawn, (db, { case: theft }) => ended(db, theft)),
  on(CaseClosed, (db, { case: theft }) => ended(db, theft)),
  on(CaseReopened, (db, { case: theft }, { at }) =>
    db
      .updateTable('case_promise')
      .set({ promised: promiseOf(at, at) })
      .where('case_id', '=', theft),
  ),
])

const ended = (db: Kysely<CasePromise>, theft: string) =>
  db.updateTable('case_promise').set({ promised: null }).where('case_id', '=', theft)

import type { Kysely } from 'kysely'
import { type EventTables, tenantOfStream } from './tenant.ts'
import type { TheftCase } from './views/theft-case.ts'

export { type AppealQueueTables, type AppealRow, appealOf, appealQueue } from './appeal-queue.ts'
export { type Case, theftCase } from './case.ts'
export { claimOfBuyer, type Purchase } from './claim-of-buyer.ts'
export { addDetails } from './commands/add-details.ts'
export { closeCase } from './commands/close-case.ts'
export { decideAppeal } from './commands/decide-appeal.ts'
export { nameBanks } from './commands/name-banks.ts'
export { reopenCase, reopening } from './commands/reopen-case.ts'
export { reportTheft } from './commands/report-theft.ts'
export { settleConflict } from './commands/settle-conflict.ts'
export { withdrawReport } from './commands/withdraw-report.ts'
export { buyersClaims, conflictOf, conflictQueue, type QueueRow, type QueueTables } from './conflict-queue.ts'
export { conflictHourMs, conflictsOverdue } from './overdue.ts'
export { refusals } from './refusals.ts'
export { type AppealTables, type Heard, type Refused, takeAppeal } from './take-appeal.ts'
export { type TakeBackTables, type TakenBack, takeBack } from './take-back.ts'
export { type Identity, takeClaim } from './take-claim.ts'
export { type Report, type Reporting, type ReportTables, type Taken, takeReport } from './take-report.ts'
export { type EventTables, firstOf, tenantOfStream } from './tenant.ts'
export type { OpenCase } from './views/open-case.ts'
export type { TheftCase } from './views/theft-case.ts'
export {
  appealReasons,
  becauses,
  channels,
  closures,
  methods,
  reopenings,
  settlements,
  withdrawals,
} from './vocabulary.ts'

/**
 * The organisation whose staff may look at a case: the force that handles it, else the one that it was recorded for. The view
 * lags behind a report of this very second; its first fact does not.
 */
export async function ownerOfCase(db: Kysely<TheftCase & EventTables>, theft: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('theft_case')
    .select(['tenant', 'force'])
    .where('case_id', '=', theft)
    .executeTakeFirst()
  return row ? (row.force ?? row.tenant) : tenantOfStream(db, `case/${theft}`)
}

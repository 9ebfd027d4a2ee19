import type { Kysely } from 'kysely'
import { type EventTables, tenantOfStream } from './tenant.ts'
import type { TheftCase } from './views/theft-case.ts'

export { type Answered, answerPasskey, type HeldByPasskey } from './answer-passkey.ts'
export {
  type AppealQueueTables,
  type AppealRow,
  appealOf,
  appealQueue,
  appealsOf,
  decidedShownMs,
} from './appeal-queue.ts'
export { type Case, hidesReporter, isFirstReporter, isGuarded, theftCase } from './case.ts'
export { claimOfBuyer, type Purchase } from './claim-of-buyer.ts'
export { type ClaimQueueTables, claimQueue, claimsOf } from './claim-queue.ts'
export { addDetails } from './commands/add-details.ts'
export { answerBuyer } from './commands/answer-buyer.ts'
export { askWipe } from './commands/ask-wipe.ts'
export { claimIdentity } from './commands/claim-identity.ts'
export { closeCase } from './commands/close-case.ts'
export { decideAppeal } from './commands/decide-appeal.ts'
export { joinToFirst } from './commands/join-to-first.ts'
export { letOutCase } from './commands/let-out-case.ts'
export { makeAppeal } from './commands/make-appeal.ts'
export { nameAccounts } from './commands/name-accounts.ts'
export { nameBanks } from './commands/name-banks.ts'
export { offerProof } from './commands/offer-proof.ts'
export { reopenCase, reopening } from './commands/reopen-case.ts'
export { reportTheft } from './commands/report-theft.ts'
export { setSafeMode } from './commands/set-safe-mode.ts'
export { settleConflict } from './commands/settle-conflict.ts'
export { splitCase } from './commands/split-case.ts'
export { splitReport } from './commands/split-report.ts'
export { stopWipe } from './commands/stop-wipe.ts'
export { takeInCase } from './commands/take-in-case.ts'
export { withdrawReport } from './commands/withdraw-report.ts'
export { buyersClaims, conflictOf, conflictQueue, type QueueRow, type QueueTables } from './conflict-queue.ts'
export type { IdentityTry } from './identity-tries.ts'
export {
  caseOfCode,
  factsOf,
  goneFrom,
  isAnswerToGone,
  type JoinedReport,
  joinedReports,
  ofOwn,
  ownFacts,
  splitOff,
} from './joined-reports.ts'
export { judgePaper } from './judge-paper.ts'
export { likelyTwins, type Twin, twinOf } from './likely-twins.ts'
export { type Later, whyNotOne } from './linking.ts'
export { madeUpLately } from './made-up.ts'
export { homeOfNumber, isTheirs, type NetworkTables, networkOfLine } from './network-of-line.ts'
export { networkSearch } from './network-search.ts'
export { conflictHourMs, conflictsOverdue } from './overdue.ts'
export { ownOf } from './own-parties.ts'
export { papersOf, waitingPapers } from './papers.ts'
export { type CasePartyTables, partiesOfCase } from './parties-of-case.ts'
export { type ProofQueueTables, type ProofRow, proofOf, proofQueue } from './proof-queue.ts'
export { refusals } from './refusals.ts'
export { type SafeguardingTables, safeguardingQueue } from './safeguarding-queue.ts'
export { type AppealTables, type Heard, type Refused, takeAppeal } from './take-appeal.ts'
export { type TakeBackTables, type TakenBack, takeBack } from './take-back.ts'
export { type Identity, sealClaim, takeClaim } from './take-claim.ts'
export { takeContest } from './take-contest.ts'
export { type Report, type Reporting, type ReportTables, type Taken, takeReport } from './take-report.ts'
export { type EventTables, firstOf, tenantOfStream } from './tenant.ts'
export type { OpenCase } from './views/open-case.ts'
export type { TheftCase } from './views/theft-case.ts'
export {
  appealReasons,
  type BuyerOutcome,
  becauses,
  buyerOutcomes,
  channels,
  closures,
  methods,
  ownWithdrawals,
  paperReasons,
  papers,
  reopenings,
  settledByItself,
  settlements,
  thefts as theftKinds,
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
/** Cases of an organisation whose number begins with these eight digits: rarely more than one. */
export async function casesBegin(db: Kysely<TheftCase>, owner: string, eight: string): Promise<string[]> {
  const found = await db
    .selectFrom('theft_case')
    .select('case_id')
    .where('case_id', '>=', `${eight}-0000-0000-0000-000000000000`)
    .where('case_id', '<=', `${eight}-ffff-ffff-ffff-ffffffffffff`)
    .where((is) => is(is.fn.coalesce('force', 'tenant'), '=', owner))
    .limit(2)
    .execute()
  return found.map((row) => row.case_id)
}
export { type DescribedCase, describedCases, mostDescribed } from './described-cases.ts'
export { seenKeys } from './seen-words.ts'
export { type Vehicle, vehicles, vehicleWords } from './vehicles.ts'
export type { CaseClaim } from './views/case-claim.ts'

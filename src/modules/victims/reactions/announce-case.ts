import { announce } from '#http'
import { defineReaction, type EventDefinition } from '#ledger'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { OwnerRuledOut } from '#modules/exhibits/events/owner-ruled-out'
import { ReturnApproved } from '#modules/exhibits/events/return-approved'
import { HarmTold } from '#modules/harms/events/harm-told'
import { MessageTold } from '#modules/harms/events/message-told'
import { AlertAnswered } from '#modules/patrol/events/alert-answered'
import { OfficersAlerted } from '#modules/patrol/events/officers-alerted'
import { WarningShown } from '#modules/register/events/warning-shown'
import { AccountsNamed } from '#modules/reports/events/accounts-named'
import { BanksNamed } from '#modules/reports/events/banks-named'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { DetailsAdded } from '#modules/reports/events/details-added'
import { IdentityClaimed } from '#modules/reports/events/identity-claimed'
import { ProofJudged } from '#modules/reports/events/proof-judged'
import { ProofOffered } from '#modules/reports/events/proof-offered'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { StopsUndone } from '#modules/reports/events/stops-undone'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { WipeAsked } from '#modules/reports/events/wipe-asked'
import { WipeStopped } from '#modules/reports/events/wipe-stopped'
import { HandsetLocated } from '#modules/sightings/events/handset-located'
import { HandsetSeen } from '#modules/sightings/events/handset-seen'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionCancelled } from '#partners/events/action-cancelled'
import { ActionDead } from '#partners/events/action-dead'
import { ActionGivenUp } from '#partners/events/action-given-up'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionNotSent } from '#partners/events/action-not-sent'
import { ActionRefused } from '#partners/events/action-refused'
import { AnswerGiven } from '../events/answer-given.ts'
import { CaseAssigned } from '../events/case-assigned.ts'
import { ChallengeAnswered } from '../events/challenge-answered.ts'
import { ClockMissed } from '../events/clock-missed.ts'
import { ContactEnded } from '../events/contact-ended.ts'
import { ContactGiven } from '../events/contact-given.ts'
import { DecisionRecorded } from '../events/decision-recorded.ts'
import { EndChallenged } from '../events/end-challenged.ts'
import { LineRestored } from '../events/line-restored.ts'
import { MessageDelivered } from '../events/message-delivered.ts'
import { MessageFailed } from '../events/message-failed.ts'
import { MessageOwed } from '../events/message-owed.ts'
import { StepsTicked } from '../events/steps-ticked.ts'
import { TargetsAbsent } from '../events/targets-absent.ts'
import { VictimWrote } from '../events/victim-wrote.ts'

type OfAction = EventDefinition<{ owedBy: string }>
type OfCase = EventDefinition<{ case: string }>

const ofActions = [
  ...[ActionAcknowledged, ActionRefused, ActionCancelled, ActionDead, ActionGivenUp, ActionLapsed, ActionNotSent],
] as unknown as OfAction[]
const ofCases = [
  ...[
    TheftReported,
    ProofShown,
    IdentityClaimed,
    BanksNamed,
    AccountsNamed,
    DetailsAdded,
    ReportJoined,
    WipeAsked,
    ReportWithdrawn,
  ],
  ...[CaseClosed, StopsUndone, ConflictFound, ConflictSettled, HandsetSeen, HandsetLocated, OfficersAlerted],
  ...[WarningShown, OwnerRuledOut, SafeModeSet, ProofOffered, ProofJudged],
  ...[AlertAnswered, OwnerFound, ReturnApproved, ContactGiven, ContactEnded, LineRestored, MessageOwed, MessageFailed],
  ...[MessageDelivered, CaseReopened, VictimWrote, AnswerGiven, EndChallenged, ChallengeAnswered, DecisionRecorded],
  ...[CaseAssigned, ClockMissed, CasesLinked, TheftTold, ReportSplit],
  ...[HarmTold, MessageTold, WipeStopped, StepsTicked, TargetsAbsent],
] as unknown as OfCase[]

/** Tells open pages of a case to look again whenever something of it happened, also at a partner. */
export const announceCase = defineReaction('announce-case', (on) => [
  ...ofActions.map((event) =>
    on(event, async ({ owedBy }, _, { db }) => {
      if (owedBy.startsWith('case/')) await announce(db, owedBy)
    }),
  ),
  ...ofCases.map((event) =>
    on(event, async ({ case: theft }, _, { db }) => void (await announce(db, `case/${theft}`))),
  ),
])

import type { EventDefinition, StoredEvent } from '#ledger'
import type { Means } from '#lib/proof'
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
import { NetworkFound } from '#modules/reports/events/network-found'
import { NetworksAsked } from '#modules/reports/events/networks-asked'
import { NoNetworkFound } from '#modules/reports/events/no-network-found'
import { PapersLeft } from '#modules/reports/events/papers-left'
import { ProofJudged } from '#modules/reports/events/proof-judged'
import { ProofOffered } from '#modules/reports/events/proof-offered'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { ReportSplit } from '#modules/reports/events/report-split'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { StopsUndone } from '#modules/reports/events/stops-undone'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { WipeAsked } from '#modules/reports/events/wipe-asked'
import { WipeStopped } from '#modules/reports/events/wipe-stopped'
import { FinderAnswered } from '#modules/safeguards/events/finder-answered'
import { FinderWrote } from '#modules/safeguards/events/finder-wrote'
import { HandsetLocated } from '#modules/sightings/events/handset-located'
import { HandsetSeen } from '#modules/sightings/events/handset-seen'
import { AccessGiven } from './events/access-given.ts'
import { AnswerGiven } from './events/answer-given.ts'
import { CaseAssigned } from './events/case-assigned.ts'
import { ChallengeAnswered } from './events/challenge-answered.ts'
import { ClockMissed } from './events/clock-missed.ts'
import { ContactEnded } from './events/contact-ended.ts'
import { ContactGiven } from './events/contact-given.ts'
import { DecisionRecorded } from './events/decision-recorded.ts'
import { EndChallenged } from './events/end-challenged.ts'
import { LineRestored } from './events/line-restored.ts'
import { MessageFailed } from './events/message-failed.ts'
import { MessageOwed } from './events/message-owed.ts'
import { StepsTicked } from './events/steps-ticked.ts'
import { TargetsAbsent } from './events/targets-absent.ts'
import { VictimWrote } from './events/victim-wrote.ts'
import { countryName, say } from './say.ts'

/** What a sentence depends on besides its own event. */
export type Telling = {
  /** Safe mode keeps others from the case. */
  readonly guarded: boolean
  /** At an end that lifts nothing: whether what is stopped stays so, ends by itself later, or had. */
  readonly stops: 'stays' | 'lapses' | 'lapsed'
}
type Teller = (event: StoredEvent, telling: Telling) => string[]
type Tell<Data> = (data: Data, telling: Telling) => string | undefined
const on = <Data>(definition: EventDefinition<Data>, tell: Tell<Data>): [string, Teller] => [
  definition.type,
  (event, telling) => {
    const says = tell(definition.decode(event), telling)
    return says === undefined ? [] : [says]
  },
]

const byHelp = ['assisted', 'force-system']

const proofs: Record<Means, () => string> = {
  number: () => say('proof.number'),
  'panic-card': () => say('proof.card'),
  'stop-word': () => say('proof.card'),
  'trusted-person': () => say('proof.trusted'),
  'own-passkey': () => say('proof.owner'),
  'operator-knowledge': () => say('proof.network'),
  'operator-counter': () => say('proof.network'),
  bank: () => say('proof.checked'),
  'police-handler': () => say('proof.checked'),
  'officer-present': () => say('proof.checked'),
  'purchase-document': () => say('proof.owner'),
  'cloud-account': () => say('proof.owner'),
  'register-entry': () => say('proof.owner'),
  'digital-identity': () => say('proof.owner'),
  'crime-reference': () => say('proof.crime'),
}

/** Which conflict it is stays with the unit: it could tell one claimant about another, or an abuser that they are known. */
const tellers = new Map<string, Teller>([
  on(TheftReported, ({ channel, method, apart }) => {
    if (apart) return say('reported.apart')
    if (method === 'lost') return say('reported.lost')
    return channel === 'trusted-person'
      ? say('reported.trusted-person')
      : say(byHelp.includes(channel) ? 'reported.helped' : 'reported.self')
  }),
  on(ReportJoined, () => say('reported.again')),
  on(ReportSplit, () => say('report-split')),
  on(TheftTold, () => say('theft-told')),
  on(ProofShown, ({ means }) => proofs[means]()),
  on(ProofOffered, () => say('proof-offered')),
  on(ProofJudged, ({ counts }) => say(counts ? 'proof-judged.counts' : 'proof-judged.not')),
  on(PapersLeft, () => say('papers-left')),
  on(BanksNamed, ({ banks }) => say('banks-named', { n: banks.length })),
  on(AccountsNamed, ({ mail, exchanges, identities }) =>
    say('accounts-named', { n: mail.length + exchanges.length + identities.length }),
  ),
  on(DetailsAdded, () => say('details-added')),
  // A copied or a misheard number is no secret of anybody's, and the owner must know why the phone is not blocked yet.
  on(ConflictFound, ({ conflict }) =>
    say(
      conflict === 'suspected-clone' || conflict === 'number-unconfirmed'
        ? `conflict-found.${conflict}`
        : 'conflict-found',
    ),
  ),
  on(ConflictSettled, ({ stands, reason }) => {
    const noPerson = reason === 'line-confirmed' || reason === 'read-back'
    return say(noPerson ? 'conflict-settled.line-confirmed' : `conflict-settled.${stands ? 'stands' : 'not'}`)
  }),
  on(WipeAsked, () => say('wipe-asked')),
  on(WipeStopped, () => say('wipe-stopped')),
  on(IdentityClaimed, () => say('asked-who')),
  on(NetworksAsked, () => say('networks-asked')),
  on(NetworkFound, () => say('network-found')),
  on(NoNetworkFound, () => say('no-network')),
  on(StopsUndone, () => say('stops-undone')),
  on(ReportWithdrawn, ({ why }) => say(`withdrawn.${why}`)),
  on(CaseClosed, ({ reason, because }, { stops }) =>
    reason === 'no-lead-left'
      ? `${say(`closed.${because ?? reason}`)} ${say(`closed.${stops}`)}`
      : say(`closed.${reason}`),
  ),
  on(CasesLinked, ({ as, same }) => (as === 'first' ? say(same ? 'cases-linked' : 'cases-split') : undefined)),
  on(CaseReopened, () => say('reopened')),
  on(VictimWrote, () => say('victim-wrote')),
  on(AnswerGiven, () => say('answer-given')),
  on(EndChallenged, () => say('end-challenged')),
  // Of one that is right, the reopening says it.
  on(ChallengeAnswered, ({ stands }) => (stands ? say('challenge-answered') : undefined)),
  on(CaseAssigned, ({ officer }) => say(officer ? 'case-assigned' : 'case-assigned.unit')),
  on(DecisionRecorded, ({ decision }) => say(`decided.${decision}`)),
  on(ClockMissed, () => say('clock-missed')),
  on(FinderWrote, () => say('finder-wrote')),
  on(FinderAnswered, () => say('finder-answered')),
  on(OfficersAlerted, () => say('officers-alerted')),
  on(AlertAnswered, ({ answer }) => (answer === 'going' ? say('alert-answered') : undefined)),
  // No more than the country, and not where the maker finds it: an abuser may read this page too. In safe mode not even that.
  on(HandsetSeen, ({ how, country: code }, { guarded }) => {
    if (how === 'buyer-check') return say('asked-about')
    const known = !guarded && countryName(code)
    return known ? say('seen.country', { country: () => countryName(code) ?? code }) : say('seen')
  }),
  on(WarningShown, ({ to }) => (to === 'buyer' ? say('asked-about') : undefined)),
  on(HandsetLocated, () => say('located')),
  on(OwnerFound, () => say('seized')),
  on(OwnerRuledOut, () => say('not-yours')),
  on(ReturnApproved, () => say('return-approved')),
  on(AccessGiven, ({ joined }) => (joined ? undefined : say('access-given'))),
  on(ContactGiven, ({ by }) => say(`contact-given.${by}`)),
  on(ContactEnded, ({ why }) => say(`contact-ended.${why}`)),
  // Not what it was: whoever reads over the shoulder may be who did it.
  on(HarmTold, ({ by }) => say(by ? 'harm-told.bank' : 'harm-told')),
  on(MessageTold, () => say('message-told')),
  on(StepsTicked, () => say('steps-ticked')),
  on(TargetsAbsent, () => say('targets-absent')),
  on(LineRestored, () => say('line-restored')),
  on(MessageOwed, ({ template, channel }) => {
    // What stands on another stream than the case's own is known here by the update alone.
    if (template === 'in-store') return say('in-store')
    if (template === 'their-phone') return say('told-trusted')
    if (template === 'their-phone-back') return say('told-trusted-back')
    if (template === 'lapsing') return say('stops-lapsing')
    if (template === 'lapsed') return say('stops-lapsed')
    return template === 'heartbeat' && channel === 'page' ? say('updated') : undefined
  }),
  // What was written to somebody else is nothing for the victim.
  on(MessageFailed, ({ channel, to, how }) => {
    if (to) return undefined
    return say(how === 'no-receipt' ? 'message-unsure' : `message-failed.${channel}`)
  }),
])

/** What one event of a case's stream says to its victim; nothing where it is not for them. */
export const caseSentences = (event: StoredEvent, telling: Telling): string[] =>
  tellers.get(event.type)?.(event, telling) ?? []

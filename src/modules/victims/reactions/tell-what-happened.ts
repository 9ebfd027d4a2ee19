import type { Kysely } from 'kysely'
import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import { levelOf } from '#lib/proof'
import { CaseMatched } from '#modules/exhibits/events/case-matched'
import { HandedOver } from '#modules/exhibits/events/handed-over'
import { HandsetSeized } from '#modules/exhibits/events/handset-seized'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { OwnerRuledOut } from '#modules/exhibits/events/owner-ruled-out'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { WipeAsked } from '#modules/reports/events/wipe-asked'
import { isGuarded, theftCase } from '#modules/reports/public'
import { HandsetSeen } from '#modules/sightings/events/handset-seen'
import { lanesOf } from '#partners'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionRefused } from '#partners/events/action-refused'
import { queryable } from '#platform/database'
import { AccessGiven } from '../events/access-given.ts'
import { AnswerGiven } from '../events/answer-given.ts'
import { ChallengeAnswered } from '../events/challenge-answered.ts'
import { ContactGiven } from '../events/contact-given.ts'
import { DecisionRecorded } from '../events/decision-recorded.ts'
import { LineRestored } from '../events/line-restored.ts'
import { networksOf, standingOf } from '../standing.ts'
import { caseEvents, type TellTables, tell } from '../tell.ts'
import { told } from '../told.ts'

type Telling = Tools<TellTables>

/** Here the reporter gets a word in the same breath, and the first message waits for it. */
const withWord = ['web', 'panic-card', 'stop-word', 'trusted-person']
/** Whose refusal changes what the victim can count on; that one of three makers does not know the phone does not. */
const weighty = ['block-handset', 'suspend-line', 'freeze-account']

const caseIn = (owedBy: string) => (owedBy.startsWith('case/') ? owedBy.slice('case/'.length) : undefined)

/** Turns what happened in a case into updates for its victim, once each (B51). */
export const tellWhatHappened = defineReaction<TellTables>('tell-what-happened', (on) => [
  on(TheftReported, async ({ case: theft, means, channel, line, safeMode }, { at }, tools) => {
    // In safe mode whom the owner trusted before may be whom they are afraid of.
    if (line && !safeMode && (await trusts(tools, line)))
      await tell(tools, { case: theft, template: 'their-phone', at, part: 'trusted' })
    if (levelOf(means) === 0) return tell(tools, { case: theft, template: 'was-this-you', at })
    if (!withWord.includes(channel)) return tell(tools, { case: theft, template: 'reported', at })
  }),
  on(AccessGiven, async ({ case: theft }, { at }, tools) => {
    const { standing } = theftCase.run(await caseEvents(tools.db, theft))
    if (standing && standing.level > 0) await tell(tools, { case: theft, template: 'reported', at })
  }),
  on(ProofShown, async ({ case: theft, means }, event, tools) => {
    const before = theftCase.run(await eventsBefore(tools, theft, event)).standing
    const level = levelOf(means)
    if (!before || level <= before.level) return
    const template = before.level === 0 ? 'reported' : 'raised'
    // What a bare number kept from whom the owner trusts, they hear now; told before, it is not told again.
    if (before.level === 0) await tellTrusted(tools, theft, event.at, 'their-phone')
    await tell(tools, {
      case: theft,
      template,
      at: event.at,
      ...(template === 'raised' && { about: `level-${level}` }),
    })
  }),
  on(ContactGiven, ({ case: theft, contact }, { at }, tools) =>
    tell(tools, { case: theft, template: 'contact-added', at, contact }),
  ),
  on(LineRestored, ({ case: theft }, { at }, tools) => tell(tools, { case: theft, template: 'restored', at })),
  on(ActionAcknowledged, async ({ kind, owedBy }, { at }, tools) => {
    const theft = caseIn(owedBy)
    if (!theft) return
    if (kind === 'suspend-line') return tellLineStopped(tools, theft, at)
    if (kind === 'block-handset') return tellIfAllAnswered(tools, theft, at)
  }),
  on(ActionRefused, async ({ kind, owedBy }, { at }, tools) => {
    const theft = caseIn(owedBy)
    if (!theft || !weighty.includes(kind)) return
    await tell(tools, { case: theft, template: 'refused', about: kind, at, partners: 1, part: 'refused' })
    if (kind === 'block-handset') await tellIfAllAnswered(tools, theft, at)
  }),
  // Anybody anywhere may ask about a number: such a check of old tells nothing of where the phone is.
  on(HandsetSeen, async ({ case: theft, how, country, at }, _, tools) => {
    if (how !== 'buyer-check')
      await tell(tools, { case: theft, template: 'seen', at, country, about: country.toLowerCase() })
  }),
  on(OwnerFound, ({ case: theft }, { at }, tools) => tell(tools, { case: theft, template: 'seized', at })),
  on(OwnerRuledOut, async ({ case: theft }, { at }, tools) => {
    // Police may hold a second phone for this case: then what it was told still holds.
    if (standingOf(await caseEvents(tools.db, theft)) !== 'seized')
      await tell(tools, { case: theft, template: 'not-yours', at })
  }),
  on(HandedOver, async ({ exhibit, to }, { at }, tools) => {
    const theft = to === 'property-store' ? await caseOfExhibit(tools, exhibit) : undefined
    if (theft) await tell(tools, { case: theft, template: 'in-store', at })
  }),
  on(WipeAsked, ({ case: theft }, { at }, tools) =>
    tell(tools, { case: theft, template: 'wipe-asked', at, about: `asked-${Date.parse(at)}` }),
  ),
  on(ReportWithdrawn, async ({ case: theft, why }, { at }, tools) => {
    // Somebody may watch what the phone’s user is told, or what those are who know them.
    if (why === 'for-safety') return
    await tellTrusted(tools, theft, at)
    await tell(tools, { case: theft, template: 'withdrawn', at })
  }),
  on(CaseReopened, ({ case: theft }, { at }, tools) => tell(tools, { case: theft, template: 'reopened', at })),
  on(AnswerGiven, async ({ case: theft, with: end }, event, tools) => {
    if (!end) await tellAnswered(tools, theft, event)
  }),
  on(ChallengeAnswered, async ({ case: theft, stands }, event, tools) => {
    if (stands) await tellAnswered(tools, theft, event)
  }),
  on(DecisionRecorded, ({ case: theft, decision, decidedAt }, { version }, tools) =>
    tell(tools, { case: theft, template: 'decided', at: decidedAt, decision, about: `${decision}-${version}` }),
  ),
  on(CaseClosed, async ({ case: theft, reason }, { at }, tools) => {
    if (reason === 'duplicate') return // it goes on in another case
    if (lifts(reason)) await tellTrusted(tools, theft, at)
    const template = reason === 'no-lead-left' ? 'closed' : reason
    await tell(tools, { case: theft, template, at })
  }),
])

const trusts = async ({ db }: Telling, line: string): Promise<boolean> =>
  ((await enrolmentOf(db as unknown as Kysely<EnrolmentTable>, line))?.trusted.length ?? 0) > 0

/** A thief who takes a report back should not do it unseen. In safe mode whom the owner trusted may be whom they fear. */
async function tellTrusted(
  tools: Telling,
  theft: string,
  at: string,
  template: 'their-phone' | 'their-phone-back' = 'their-phone-back',
): Promise<void> {
  const known = theftCase.run(await caseEvents(tools.db, theft))
  if (known.line && !isGuarded(known) && (await trusts(tools, known.line)))
    await tell(tools, { case: theft, template, at, part: 'trusted' })
}

/** That there is an answer, and not what it says: that stands on the page. */
async function tellAnswered(tools: Telling, theft: string, { at, version }: StoredEvent): Promise<void> {
  const { ended } = told.run(await caseEvents(tools.db, theft))
  const template = ended ? 'answered-after-end' : 'answered'
  await tell(tools, { case: theft, template, at, about: `answer-${version}` })
}

/** Whose phone it is, as the exhibit's own stream says; undefined while nobody knows. */
async function caseOfExhibit({ db }: Telling, exhibit: string): Promise<string | undefined> {
  const events = await readStream(queryable(db), `exhibit/${exhibit}`)
  return events
    .flatMap((event) => {
      if (event.type === HandsetSeized.type) return HandsetSeized.decode(event).case ?? []
      return event.type === CaseMatched.type ? CaseMatched.decode(event).case : []
    })
    .at(-1)
}

/** Where the handset is being stopped too, that is the news. */
async function tellLineStopped(tools: Telling, theft: string, at: string): Promise<void> {
  const { all } = networksOf(await lanesOf(tools.db, `case/${theft}`, tools.now()))
  if (all.length === 0) await tell(tools, { case: theft, template: 'line-stopped', at })
}

async function tellIfAllAnswered(tools: Telling, theft: string, at: string): Promise<void> {
  const { stopped, waiting } = networksOf(await lanesOf(tools.db, `case/${theft}`, tools.now()))
  if (stopped.length > 0 && waiting.length === 0) await tell(tools, { case: theft, template: 'stopped', at })
}

const eventsBefore = async (tools: Telling, theft: string, { version }: StoredEvent) =>
  (await caseEvents(tools.db, theft)).filter((event) => event.version < version)

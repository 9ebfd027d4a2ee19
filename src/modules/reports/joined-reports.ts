import type { EventDefinition, Fold, StoredEvent } from '#ledger'
import type { CaseId } from '#lib/ids'
import type { Imei } from '#lib/imei/imei'
import { levelOf, type Means } from '#lib/proof'
import { AccessGiven } from '#modules/victims/events/access-given'
import type { VaultRef } from '#platform/vault-ref'
import { DetailsAdded } from './events/details-added.ts'
import { IdentityClaimed } from './events/identity-claimed.ts'
import { ProofShown } from './events/proof-shown.ts'
import { ReportJoined } from './events/report-joined.ts'
import { ReportSplit } from './events/report-split.ts'
import type { channels, joinReasons, methods } from './vocabulary.ts'

/** A report that joined a case by itself, with what came of it there. */
export type JoinedReport = {
  /** Undefined where it joined before that was kept: it cannot be split off. */
  readonly report: CaseId | undefined
  readonly why: (typeof joinReasons)[number]
  readonly at: string
  readonly tenant: string
  readonly channel: (typeof channels)[number]
  readonly method: (typeof methods)[number]
  /** The most that it has shown. */
  readonly means: Means
  readonly line: VaultRef | undefined
  readonly imeis: readonly Imei[]
  readonly hearsay: boolean
  readonly danger: boolean
  readonly safeMode: boolean
  /** The codes that were given to whoever made it. */
  readonly codes: readonly VaultRef[]
  readonly details: readonly VaultRef[]
  /** It has a case of its own by now. */
  readonly apart: boolean
}

type Facts = readonly StoredEvent[]

/** Every report that joined this case by itself, the oldest first. One that came twice under one name is one. */
export function joinedReports(events: Facts): JoinedReport[] {
  const seen = new Set<string>()
  return events.flatMap((event) => {
    if (event.type !== ReportJoined.type) return []
    const { report, why, channel, line, ...told } = ReportJoined.decode(event)
    if (report !== undefined && seen.has(report)) return []
    if (report !== undefined) seen.add(report)
    const those = report === undefined ? [] : factsOf(events, report)
    const shown = those.flatMap((one) => (one.type === ProofShown.type ? [ProofShown.decode(one).means] : []))
    const means = [told.means ?? 'number', ...shown].reduce((a, b) => (levelOf(b) > levelOf(a) ? b : a))
    return {
      ...{ report, why, channel, line, means, at: event.at, tenant: event.tenant },
      method: told.method ?? 'other',
      imeis: told.imeis ?? [],
      hearsay: told.hearsay ?? false,
      danger: told.danger ?? false,
      safeMode: told.safeMode ?? false,
      codes: those.flatMap((one) => (one.type === AccessGiven.type ? [AccessGiven.decode(one).access] : [])),
      details: those.flatMap((one) => (one.type === DetailsAdded.type ? [DetailsAdded.decode(one).details] : [])),
      apart: report !== undefined && splitAt(events, report) !== undefined,
    }
  })
}

type Brought = { readonly facts: Facts; readonly codes: ReadonlySet<unknown>; readonly claims: ReadonlySet<unknown> }
const nothing: Brought = { facts: [], codes: new Set(), claims: new Set() }

/** What came of one report in the case that it joined (`factsOf`), with its codes and who its reporter says they are. */
function broughtBy(events: Facts, report: CaseId): Brought {
  const isJoin = (event: StoredEvent) =>
    event.type === ReportJoined.type && ReportJoined.decode(event).report === report
  const joins = events.filter(isJoin)
  const [first] = joins
  if (!first) return nothing
  const end = splitAt(events, report)?.version ?? Number.POSITIVE_INFINITY
  const since = events.filter(({ version }) => version >= first.version && version < end)
  const given = decoded(since, AccessGiven)
  const made = decoded(since, IdentityClaimed)
  const its = [...given, ...made].filter((one) => one.report === report).map(({ event }) => event)
  const causes = new Set([...joins, ...its].map(({ cause }) => cause))
  const own = given.filter(({ event }) => causes.has(event.cause))
  const codes = new Set<unknown>(own.map(({ access }) => access))
  const claims = new Set<unknown>([
    ...own.flatMap(({ claim }) => claim ?? []),
    ...made.flatMap(({ event, claim, access }) => (causes.has(event.cause) || codes.has(access) ? claim : [])),
  ])
  const isOf = ({ cause, data }: StoredEvent) => {
    const { access, claim } = data as { access?: string; claim?: string }
    return causes.has(cause) || codes.has(access) || claims.has(claim)
  }
  // What partners answered to what it had asked of them, and what follows from such an answer.
  for (let before = -1; before < causes.size; ) {
    before = causes.size
    const versions = new Set<unknown>(since.filter(isOf).map(({ version }) => version))
    for (const { event, answers } of decoded(since, ProofShown)) if (versions.has(answers)) causes.add(event.cause)
  }
  return { facts: since.filter(isOf), codes, claims }
}

const decoded = <Data>(events: Facts, definition: EventDefinition<Data>): (Data & { readonly event: StoredEvent })[] =>
  events.flatMap((event) => (event.type === definition.type ? [{ ...definition.decode(event), event }] : []))

/**
 * What came of one report in the case that it joined: what the same request brought about, the codes that were given for it, what was
 * done by these, and what partners answered to all that. What came after it was split off is not of it: joined once more by a person, its case is one with this.
 */
export const factsOf = (events: Facts, report: CaseId): Facts => broughtBy(events, report).facts

const splitAt = (events: Facts, report: CaseId): StoredEvent | undefined =>
  events.find((event) => event.type === ReportSplit.type && ReportSplit.decode(event).report === report)

/** Reports that had joined this case and have one of their own by now, each by the name of that. */
export const splitOff = (events: Facts): CaseId[] =>
  events.flatMap((event) => (event.type === ReportSplit.type ? [ReportSplit.decode(event).report] : []))

/** What a case is made of: without what came of reports that were split off. */
export function ownFacts(events: Facts): Facts {
  const gone = goneFrom(events)
  return gone.size === 0 ? events : events.filter((event) => !gone.has(event))
}

/** What came of reports that were split off since. */
export const goneFrom = (events: Facts): ReadonlySet<StoredEvent> =>
  new Set(splitOff(events).flatMap((report) => factsOf(events, report)))

/** The case that a code opens now, where it was given for a report that was split off. */
export const caseOfCode = (events: Facts, access: string): CaseId | undefined =>
  splitOff(events).find((report) => broughtBy(events, report).codes.has(access))

/** Whether an answer that comes now is to what only a report had asked that was split off since: to who its reporter is, or by its order. */
export const isAnswerToGone = (events: Facts, { claim, version }: Answer): boolean =>
  splitOff(events).some((report) => {
    const { claims, facts } = broughtBy(events, report)
    return claims.has(claim) || facts.some((fact) => fact.version === version)
  })

type Answer = { readonly claim?: string | undefined; readonly version: number | undefined }

/** The same for a command, which must not decide on what it knew a moment ago. */
export const answersToGone: Fold<(answer: Answer) => boolean> = {
  initial: () => false,
  types: [ReportJoined.type, ReportSplit.type, AccessGiven.type, IdentityClaimed.type, ProofShown.type],
  run: (events) => {
    const all = [...events]
    return (answer) => isAnswerToGone(all, answer)
  },
}

/** A fold of what a case is made of by itself. */
export const ofOwn = <State>(fold: Fold<State>): Fold<State> => ({
  ...fold,
  run: (events) => fold.run(ownFacts([...events])),
})

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { StoredEvent } from '#ledger'
import { type EventRow, fromRow } from '#ledger/read'
import { hasLapsed } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ProofJudged } from '#modules/reports/events/proof-judged'
import { ProofOffered } from '#modules/reports/events/proof-offered'
import { goneFrom, networkSearch, theftCase } from '#modules/reports/public'
import { type ActionTables, type Lane, lanesOf } from '#partners'
import type { VaultRef } from '#platform/vault-ref'
import { answerBy } from './clocks.ts'
import { desk } from './desk.ts'
import { type Group, groupOfKind, groups, isMessage, isNotTheirs, isOfOtherNetwork, shownState } from './lanes.ts'
import { ownSteps } from './own-steps.ts'
import { type Names, type NameTables, partnerNames, sentence } from './partner-names.ts'
import { challengeUntil, promiseOf } from './promise.ts'
import { inLanguage, say } from './say.ts'
import { handsetSought, standingOf, stands } from './standing.ts'
import { type TargetRow, targetsOf } from './targets.ts'
import { type Entry, isKey, timeline } from './timeline.ts'
import { isOver, told } from './told.ts'
import { type Unit, type UnitTables, unitOf } from './unit.ts'
import type { Step } from './vocabulary.ts'
import type { Locale } from './welsh.ts'

export type CaseViewTables = ActionTables & NameTables & UnitTables

/** One row of a group: what was asked of whom, and how that stands. */
export type LaneRow = { who: string; what: string; is: Lane['state']; at?: string; tookMs?: number }

/** A case as its victim sees it: nothing in it names a place, a contact, a number or a person. */
export type CaseView = {
  version: string
  stands: string
  groups: { title: string; rows: LaneRow[] }[]
  timeline: Entry[]
  /** What a thief can get into from the phone, each with its state. */
  targets: TargetRow[]
  /** What the victim has ticked of what only they can do. */
  ticked: readonly Step[]
  unit: Unit
  /** When the next update comes at latest; absent once the case has ended, or a claim that nobody proved has. */
  promised: string | undefined
  /** The case has ended. */
  ended: boolean
  /** Until when the end can be challenged; absent while the case is open, and while a challenge waits. */
  challenge: string | undefined
  /** By when what the victim wrote is answered; absent when nothing waits. */
  answerBy: string | undefined
  /** By when somebody has looked again at the end. */
  challengeBy: string | undefined
  /** Who looks after it, as they chose to be called; in the vault. */
  officer: VaultRef | undefined
  /** Why it was closed, as the timeline says it. */
  endSays: string | undefined
  next: string[]
  /** When what was stopped ends by itself; absent once it has, or never does. */
  lapses: string | undefined
  /** A person has still to look at a paper that they sent. */
  paperWaits: boolean
  /** When it did. */
  lapsed: string | undefined
  waiting: boolean
  openedAt: string
}

/**
 * Everything that happened in a case: its own stream, and those of the actions that it owes. What came of a report that was split off
 * is somebody else's.
 */
export const eventsOfCase = async <T>(db: Kysely<T>, theft: string): Promise<StoredEvent[]> =>
  (await readCase(db, theft)).events

/** `gone`: the versions of what is left out. */
async function readCase<T>(db: Kysely<T>, theft: string) {
  const stream = `case/${theft}`
  const { rows } = await sql<EventRow>`
    select id, stream, version, type, type_version, tenant, actor, cause, at, data from event
    where stream = any (array(select 'action/' || id from action where stream = ${stream}) || ${stream}::text)
    order by id`.execute(db)
  const events = rows.map(fromRow)
  const facts = events.filter((event) => event.stream === stream)
  const gone = goneFrom(facts)
  if (gone.size === 0) return { events, gone: [] }
  const versions = [...gone].map(({ version }) => version)
  const those = new Set(await actionsOf(db, stream, versions))
  return { events: events.filter((event) => !gone.has(event) && !those.has(event.stream)), gone: versions }
}

/** The streams of what these facts had owed. */
async function actionsOf<T>(db: Kysely<T>, stream: string, versions: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select 'action/' || id as stream from action where stream = ${stream} and version = any (${versions})`.execute(db)
  return rows.map((row) => row.stream)
}

/** What changes whenever the page would: cheap to ask, and nothing can be read from it. */
export async function versionOfCase<T>(db: Kysely<T>, theft: string): Promise<string> {
  const stream = `case/${theft}`
  const { rows } = await sql<{ version: string }>`
    select concat_ws('-', (select coalesce(max(version), 0) from event where stream = ${stream}),
      count(*), count(*) filter (where state <> 'owed'), coalesce(sum(least(attempts, 2)), 0)) as version
    from action where stream = ${stream}`.execute(db)
  return rows[0]?.version ?? '0'
}

/**
 * The case as its victim sees it now, in their language; undefined when there is none. `owner`: the organisation whose unit
 * handles it.
 */
export async function caseView(
  db: Kysely<CaseViewTables>,
  theft: string,
  owner: string | undefined,
  now: Date,
  locale: Locale = 'en',
): Promise<CaseView | undefined> {
  const version = await versionOfCase(db, theft)
  const actions = db as unknown as Kysely<ActionTables>
  const [{ events, gone }, every, unit] = await Promise.all([
    readCase(db, theft),
    lanesOf(actions, `case/${theft}`, now),
    unitOf(db as unknown as Kysely<UnitTables>, owner, locale),
  ])
  const lanes = gone.length > 0 ? await lanesOf(actions, `case/${theft}`, now, gone) : every
  const facts = events.filter(({ stream }) => stream === `case/${theft}`)
  if (!told.run(facts).reportedAt) return undefined
  const joined = await joinedTo(db, facts, now)
  const all = [...lanes, ...joined.lanes]
  const names = await partnerNames(db as unknown as Kysely<NameTables>, [...new Set(all.map(({ partner }) => partner))])
  return inLanguage(locale, () =>
    viewOf({ version, events: [...events, ...joined.events], facts, lanes: all, unit, names }, now),
  )
}

/** What happened in later cases that are one theft with this one. How they came to be cases of their own is not told again. */
async function joinedTo(db: Kysely<CaseViewTables>, facts: readonly StoredEvent[], now: Date) {
  const { twins } = theftCase.run(facts)
  const events = await Promise.all(twins.map((twin) => eventsOfCase(db, twin)))
  const lanes = await Promise.all(
    twins.map((twin) => lanesOf(db as unknown as Kysely<ActionTables>, `case/${twin}`, now)),
  )
  return { events: events.flat().filter(({ type }) => !itsOwn.includes(type)), lanes: lanes.flat() }
}

const itsOwn: readonly string[] = [CaseClosed, CaseReopened, CasesLinked].map(({ type }) => type)

type Known = {
  readonly version: string
  readonly events: readonly StoredEvent[]
  readonly facts: readonly StoredEvent[]
  readonly lanes: readonly Lane[]
  readonly unit: Unit
  readonly names: Names
}

function viewOf({ version, events, facts, lanes: all, unit, names }: Known, now: Date): CaseView {
  const state = told.run(facts)
  const search = networkSearch.run(facts)
  const lanes = all.filter((lane) => !isOfOtherNetwork(lane, search.found))
  const { reportedAt: openedAt = '' } = state
  const waits = desk.run(facts)
  const [oldest] = waits.waiting
  const endedAt = state.ended ? facts.findLast(({ type }) => ends.includes(type))?.at : undefined
  const besides = [say('details-added'), say('papers-left')]
  const entries = timeline(events, names, state.guarded)
  const own = ownSteps.run(facts)
  const waiting = lanes.some(({ state }) => ['not-asked', 'sent', 'no-answer'].includes(state))
  const { standing } = theftCase.run(facts)
  // Of an end that lifted nothing what is stopped may end by itself yet.
  const isDone = state.ended && !state.leftStopped
  const over = standing !== undefined && hasLapsed(standing, now.toISOString())
  return {
    version,
    stands: stands(lanes, names, standingOf(facts)),
    groups: grouped(lanes, names),
    timeline: entries,
    targets: targetsOf({ lanes, ...own }),
    ticked: own.ticked,
    unit,
    promised:
      state.ended || isOver(state, now.toISOString()) ? undefined : (state.promised ?? promiseOf(openedAt, openedAt)),
    ended: state.ended,
    challenge: waits.challengeFrom && !waits.challenge ? challengeUntil(waits.challengeFrom) : undefined,
    answerBy: oldest && answerBy(oldest.at),
    challengeBy: waits.challenge?.due,
    officer: waits.shownAs,
    endSays: endedAt && entries.find(({ at, says }) => at === endedAt && !besides.includes(says))?.says,
    next: state.ended ? [] : nextSteps(waiting, search.nobody, handsetSought(lanes) === 'unknown'),
    lapses: isDone || over ? undefined : standing?.until,
    paperWaits: paperWaits(facts),
    lapsed: !isDone && over ? standing.until : undefined,
    waiting,
    openedAt,
  }
}

/** Whether a person has still to look at a paper that the victim sent. */
function paperWaits(facts: readonly StoredEvent[]): boolean {
  const open = new Set<string>()
  for (const event of facts) {
    if (event.type === ProofOffered.type) open.add(ProofOffered.decode(event).proof)
    if (event.type === ProofJudged.type) open.delete(ProofJudged.decode(event).proof)
  }
  return open.size > 0
}

/** What the victim can do now; what only a network can do that nobody knows comes first. */
const nextSteps = (waiting: boolean, noNetwork: boolean, noHandset: boolean): string[] => [
  ...(noNetwork ? [say('next.no-network')] : []),
  ...(noHandset ? [say('next.no-handset')] : []),
  ...(waiting ? [say('next.waiting')] : []),
  say('next.watch'),
]

const ends = ['reports.case-closed', 'reports.report-withdrawn']

/** What was taken back before it counted is left out: it would say that something is still going on. */
const hidden: readonly Lane['state'][] = ['cancelled']
const mostMessages = 6

function grouped(lanes: readonly Lane[], names: Names): CaseView['groups'] {
  const latest = new Map<string, Lane>()
  for (const lane of lanes) {
    if (hidden.includes(lane.state) || isNotTheirs(lane)) continue
    const key = isMessage(lane.kind) ? `${latest.size} ${lane.kind}` : `${lane.partner} ${lane.kind}`
    // A stop that is asked again to last longer is still confirmed.
    if (latest.get(key)?.state !== 'confirmed') latest.set(key, lane)
  }
  const rowsOf = (group: Group) => [...latest.values()].filter(({ kind }) => groupOfKind(kind) === group)
  return groups.flatMap((group) => {
    const rows = rowsOf(group)
    const shown = group === 'messages' ? rows.slice(-mostMessages).toReversed() : rows
    return shown.length > 0
      ? [{ title: say(`group.${group}`), rows: shown.map((lane) => rowOf(lane, group, names)) }]
      : []
  })
}

const someone = {
  number: 'someone.network',
  networks: 'someone.network',
  maker: 'someone.maker',
  bank: 'someone.bank',
  email: 'someone.email',
  crypto: 'someone.crypto',
  identity: 'someone.identity',
  police: 'someone.police',
  messages: 'someone.messages',
} as const

function rowOf(lane: Lane, group: Group, names: Names): LaneRow {
  const { asked, answered, kind, partner, state, until } = lane
  const key = `ask.${kind}`
  const over = state === 'ended'
  const at = over ? until : (answered ?? asked)
  const took =
    !over && asked !== null && answered !== null ? Math.max(0, Date.parse(answered) - Date.parse(asked)) : undefined
  return {
    who: group === 'messages' ? '' : (names.get(partner) ?? sentence(say(someone[group]))),
    what: say(isKey(key) ? key : 'ask.other'),
    is: shownState(lane),
    ...(at !== null && { at }),
    ...(took !== undefined && !isMessage(kind) && { tookMs: took }),
  }
}

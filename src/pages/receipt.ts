import { type Kysely, sql } from 'kysely'
import type { Pass, RouteContext } from '#http'
import { readStream, type StoredEvent } from '#ledger'
import { type CaseCode, showCaseCode } from '#lib/case-code'
import { type EventTables, isGuarded, networkSearch, type TheftCase, theftCase } from '#modules/reports/public'
import { asksWhose } from '#modules/response/public'
import {
  accessAt,
  accesses,
  handsetSought,
  isOfOtherNetwork,
  opens,
  ownSteps,
  type Step,
  targetsOf,
} from '#modules/victims/public'
import { type NamedLane, type NamedLaneTables, namedLanesOf } from '#partners'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { isPending, type ReceiptLane, receiptLanes } from './receipt-lanes.ts'
import { type ShownTarget, shownTargets } from './target-rows.ts'

export type ReceiptTables = EventTables & NamedLaneTables & TheftCase

/** How the identity claim of this report stands: not made, at the operator, a yes, or a no that names no field. */
type Claim = 'none' | 'asked' | 'matched' | 'not-matched' | 'nobody-to-ask' | 'no-network'

export type Receipt = {
  readonly code: string | false
  readonly word: string | false
  readonly lanes: readonly ReceiptLane[]
  readonly pending: boolean
  readonly claim: Claim
  /** Every network was asked, and none has the number. */
  readonly noNetwork: boolean
  readonly conflict: boolean
  /** Which phone it was is not known, so that no network can block it yet: its own is asked, or does not know. */
  readonly handset: 'looking' | 'unknown' | false
  /** How far proof has come, and when what it allows lapses; false while that is not known or does not lapse. */
  readonly level: number | false
  readonly until: string | false
  /** What was asked for has ended by itself. */
  readonly over: boolean
  /** What a thief can get into; empty for whoever may not look at the case. */
  readonly targets: readonly ShownTarget[]
  /** What they have ticked, where their code can keep it. */
  readonly ticked: readonly Step[] | false
  /** Its code opens the case. Else all that is shown is what this very browser said. */
  readonly opens: boolean
}

type Context = Pick<RouteContext<ReceiptTables>, 'db' | 'vault' | 'now'>
/** What whoever asks knows already: the code that was given just now, and what happened in the case. */
type Known = {
  readonly given?: { readonly code: CaseCode; readonly word: string } | undefined
  readonly events?: readonly StoredEvent[] | undefined
  /** Whoever helps somebody reads it to them: who they are was looked at, or they began the case. */
  readonly helper?: boolean | undefined
}

/**
 * What a browser may see of the case that it reported. Who only said a number reads the same whether that was in a case before or not,
 * and nothing of what others have shown since; who used a card that came second reads how long that holds.
 */
export async function receiptOf({ db, vault, now }: Context, pass: Pass, known: Known = {}): Promise<Receipt> {
  const stream = `case/${pass.case}`
  const [access, asked, standing, events] = await Promise.all([
    known.given ?? (pass.access ? accessAt(vault, pass.access as VaultRef) : undefined),
    namedLanesOf(lanesIn(db), stream, now()),
    standingOf(db, pass.case),
    known.events ?? readStream(queryable(db), stream),
  ])
  const code = access ? { code: showCaseCode(access.code), word: access.word } : {}
  const { found, nobody } = networkSearch.run(events)
  const claim = claimIn(asked, { ...standing, nobody }, pass)
  const isWhole =
    known.helper ?? (pass.access !== undefined && opens(accesses.run(events), pass.access, standing.home && !nobody))
  const names = new Map(asked.map(({ partner, name }) => [partner, name]))
  const rows = (those: readonly NamedLane[]) => receiptLanes(those, (slug) => names.get(slug) ?? slug)
  if (!isWhole) {
    const ownLanes = asked.filter((one) => pass.claim !== undefined && one.claim === pass.claim)
    // A case that is guarded opens by no network's yes: whoever knows name and birth date must not learn that it is.
    const hides = claim === 'matched' && isGuarded(theftCase.run(events))
    const lanes = rows(hides ? ownLanes.map(unanswered) : ownLanes)
    const own = { ...shownIn(pass, standing, now()), lanes, pending: isPending(lanes) }
    return { ...closed, ...code, ...own, claim: hides ? 'asked' : claim, noNetwork: claim === 'no-network' }
  }
  const lanesAsked = asked.filter((lane) => !isOfOtherNetwork(lane, found))
  const lanes = rows(lanesAsked)
  const own = ownSteps.run(events)
  const { level, until, conflicts, laying } = standing
  return {
    ...{ code: false, word: false, ...code, opens: true },
    ...{ lanes, claim, pending: laying || isPending(lanes) },
    noNetwork: nobody,
    handset: handsetSought(lanesAsked) || false,
    conflict: (conflicts?.length ?? 0) > 0,
    level: level ?? false,
    until: until ?? false,
    over: until !== null && new Date(until) <= now(),
    targets: shownTargets(targetsOf({ lanes: asked, ...own })),
    ticked: access ? own.ticked : false,
  }
}

/** The question went out; what came back is nobody's to see. */
const unanswered = (lane: NamedLane): NamedLane => ({ ...lane, state: 'sent', answered: null })

/**
 * After so many seconds it looks again by itself, for two minutes: soon at first, when most networks answer, then seldom. In a rush
 * the looks of those who wait must not hold up who comes.
 */
const pauses = [5, 5, 5, 10, 15, 20, 30, 30]
export const mostLooks = pauses.length

/** What the receipt says of its looks: which this is, which is the last, and the pause before the next while something may change. */
export const lookingAgain = ({ pending, claim }: Receipt, look: number) => ({
  ...{ look, last: mostLooks },
  pause: ((pending || claim === 'asked') && pauses[look]) || false,
})

const closed: Omit<Receipt, 'claim'> = {
  ...{ code: false, word: false, lanes: [], pending: false, noNetwork: false, targets: [], ticked: false },
  ...{ conflict: false, level: false, until: false, over: false, opens: false, handset: false },
}

/** What was shown here, as far as it holds: nothing of how far the case itself has come. */
function shownIn({ shown }: Pass, { conflicts }: Standing, now: Date) {
  if (shown === undefined) return {}
  return { level: 1, until: shown, over: new Date(shown) <= now, conflict: (conflicts?.length ?? 0) > 0 }
}

const lanesIn = (db: Kysely<ReceiptTables>) => db as unknown as Kysely<NamedLaneTables>

/** `level`, `until` and `conflicts` are null until the case stands in its view, a moment after its first fact. */
type Standing = {
  readonly level: number | null
  readonly until: string | null
  readonly conflicts: readonly string[] | null
  /** Something owed is not laid out as actions yet. */
  readonly laying: boolean
  /** Somebody was asked whose number it is. */
  readonly home: boolean
}

/** How far the case has come, in one look. */
async function standingOf(db: Kysely<ReceiptTables>, theft: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select c.level, c.until, c.conflicts,
      exists (select from event e join owed o on o.event_id = e.id where e.stream = ${`case/${theft}`}) as laying,
      exists (
        select from event e where e.stream = ${`case/${theft}`} and e.owes @> ${JSON.stringify([{ kind: asksWhose }])}
      ) as home
    from (values (${theft}::uuid)) as mine (case_id) left join theft_case c using (case_id)`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a look at one case gave no row')
  return row
}

/** What the operator said of the claim that this very browser made. */
export async function claimOf(db: Kysely<ReceiptTables>, now: Date, pass: Pass): Promise<Claim> {
  const stream = `case/${pass.case}`
  const [asked, standing, events] = await Promise.all([
    namedLanesOf(lanesIn(db), stream, now),
    standingOf(db, pass.case),
    readStream(queryable(db), stream),
  ])
  return claimIn(asked, { ...standing, nobody: networkSearch.run(events).nobody }, pass)
}

/** `nobody`: every network was asked, and none has the number. */
type Search = Pick<Standing, 'home'> & { readonly nobody: boolean }

function claimIn(asked: readonly NamedLane[], { home, nobody }: Search, { claim }: Pass): Claim {
  if (!claim) return 'none'
  const question = asked.findLast((one) => one.kind === 'match-identity' && one.claim === claim)
  if (question?.state === 'confirmed') return 'matched'
  if (question?.state === 'refused') return 'not-matched'
  if (question === undefined && nobody) return 'no-network'
  return question !== undefined || home ? 'asked' : 'nobody-to-ask'
}

import { type Kysely, sql } from 'kysely'
import type { Pass, RouteContext } from '#http'
import { readStream } from '#ledger'
import { type CaseCode, showCaseCode } from '#lib/case-code'
import { NoNetworkFound } from '#modules/reports/events/no-network-found'
import { type EventTables, networkSearch, type TheftCase } from '#modules/reports/public'
import { asksWhose, isLayingOut, type StopTables } from '#modules/response/public'
import { accessAt, isOfOtherNetwork, ownSteps, type Step, targetsOf } from '#modules/victims/public'
import { type ActionTables, lanesOf } from '#partners'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { isPending, type ReceiptLane, receiptLanes } from './receipt-lanes.ts'
import { type ShownTarget, shownTargets } from './target-rows.ts'

export type ReceiptTables = ActionTables &
  EventTables &
  TheftCase &
  Omit<StopTables, 'action' | 'event'> & { organisation: { slug: string; name: string } }

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
  /** How far proof has come, and when what it allows lapses; false while that is not known or does not lapse. */
  readonly level: number | false
  readonly until: string | false
  /** What was asked for has ended by itself. */
  readonly over: boolean
  /** What a thief can get into; empty for whoever may not look at the case. */
  readonly targets: readonly ShownTarget[]
  /** What they have ticked, where their code can keep it. */
  readonly ticked: readonly Step[] | false
}

type Context = Pick<RouteContext<ReceiptTables>, 'db' | 'vault' | 'now'>

/** What a browser may see of the case that it reported. Who only said a number that was reported before sees nothing of it. */
export async function receiptOf(
  { db, vault, now }: Context,
  pass: Pass,
  given?: { readonly code: CaseCode; readonly word: string },
): Promise<Receipt> {
  if (pass.joined) return { ...closed, claim: await claimOf(db, pass) }
  const [access, claim, asked, names, row, layingOut, events] = await Promise.all([
    given ?? (pass.access ? accessAt(vault, pass.access as VaultRef) : undefined),
    claimOf(db, pass),
    lanesOf(db as unknown as Kysely<ActionTables>, `case/${pass.case}`, now()),
    namesOf(db, `case/${pass.case}`),
    db
      .selectFrom('theft_case')
      .select(['level', 'until', 'conflicts'])
      .where('case_id', '=', pass.case)
      .executeTakeFirst(),
    isLayingOut(db as unknown as Kysely<StopTables>, pass.case),
    readStream(queryable(db), `case/${pass.case}`),
  ])
  const { found, nobody } = networkSearch.run(events)
  const shown = asked.filter((lane) => !isOfOtherNetwork(lane, found))
  const lanes = receiptLanes(shown, (slug) => names.get(slug) ?? slug)
  const own = ownSteps.run(events)
  return {
    code: access ? showCaseCode(access.code) : false,
    word: access?.word ?? false,
    ...{ lanes, claim, pending: layingOut || isPending(lanes) },
    noNetwork: nobody,
    conflict: (row?.conflicts.length ?? 0) > 0,
    level: row?.level ?? false,
    until: row?.until ?? false,
    over: row !== undefined && row.until !== null && new Date(row.until) <= now(),
    targets: shownTargets(targetsOf({ lanes: asked, ...own })),
    ticked: access ? own.ticked : false,
  }
}

const closed = {
  code: false,
  word: false,
  lanes: [],
  pending: false,
  noNetwork: false,
  conflict: false,
  level: false,
  until: false,
  over: false,
  targets: [],
  ticked: false,
} as const

/** Of those that the case has asked. */
async function namesOf(db: Kysely<ReceiptTables>, stream: string): Promise<ReadonlyMap<string, string>> {
  const asked = db.selectFrom('action').select('partner').where('stream', '=', stream)
  const rows = await db.selectFrom('organisation').select(['slug', 'name']).where('slug', 'in', asked).execute()
  return new Map(rows.map(({ slug, name }) => [slug, name]))
}

/** What the operator said of the claim that this very browser made. */
export async function claimOf(db: Kysely<ReceiptTables>, { case: theft, claim }: Pass): Promise<Claim> {
  if (!claim) return 'none'
  const stream = `case/${theft}`
  const { rows } = await sql<{ state: string | null; home: boolean; none: boolean }>`
    select
      (select state from action where stream = ${stream} and kind = 'match-identity' and input->>'claim' = ${claim}
        order by position desc limit 1) as state,
      exists (select from event where stream = ${stream} and owes @> ${JSON.stringify([{ kind: asksWhose }])}) as home,
      exists (select from event where stream = ${stream} and type = ${NoNetworkFound.type}) as none`.execute(db)
  const { state = null, home = false, none = false } = rows[0] ?? {}
  if (state === 'acknowledged') return 'matched'
  if (state === 'refused') return 'not-matched'
  if (state === null && none) return 'no-network'
  return state !== null || home ? 'asked' : 'nobody-to-ask'
}

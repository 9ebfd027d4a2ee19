import type { Kysely } from 'kysely'
import type { Pass, RouteContext } from '#http'
import { readStream } from '#ledger'
import { type CaseCode, showCaseCode } from '#lib/case-code'
import { type EventTables, firstOf, type TheftCase } from '#modules/reports/public'
import { isLayingOut, type StopTables } from '#modules/response/public'
import { accessAt, ownSteps, type Step, targetsOf } from '#modules/victims/public'
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
type Claim = 'none' | 'asked' | 'matched' | 'not-matched' | 'nobody-to-ask'

export type Receipt = {
  readonly code: string | false
  readonly word: string | false
  readonly lanes: readonly ReceiptLane[]
  readonly pending: boolean
  readonly claim: Claim
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
  const access = given ?? (pass.access ? await accessAt(vault, pass.access as VaultRef) : undefined)
  const claim = await claimOf(db, pass)
  if (pass.joined) return { ...closed, claim }
  const [asked, names, row, layingOut, events] = await Promise.all([
    lanesOf(db as unknown as Kysely<ActionTables>, `case/${pass.case}`, now()),
    namesOf(db),
    db
      .selectFrom('theft_case')
      .select(['level', 'until', 'conflicts'])
      .where('case_id', '=', pass.case)
      .executeTakeFirst(),
    isLayingOut(db as unknown as Kysely<StopTables>, pass.case),
    readStream(queryable(db), `case/${pass.case}`),
  ])
  const lanes = receiptLanes(asked, (slug) => names.get(slug) ?? slug)
  const own = ownSteps.run(events)
  return {
    code: access ? showCaseCode(access.code) : false,
    word: access?.word ?? false,
    ...{ lanes, claim, pending: layingOut || isPending(lanes) },
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
  conflict: false,
  level: false,
  until: false,
  over: false,
  targets: [],
  ticked: false,
} as const

const namesOf = async (db: Kysely<ReceiptTables>): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await db.selectFrom('organisation').select(['slug', 'name']).execute()).map(({ slug, name }) => [slug, name]),
  )

/** What the operator said of the claim that this very browser made. */
export async function claimOf(db: Kysely<ReceiptTables>, { case: theft, claim }: Pass): Promise<Claim> {
  if (!claim) return 'none'
  const row = await db
    .selectFrom('action')
    .select('state')
    .where('stream', '=', `case/${theft}`)
    .where('kind', '=', 'match-identity')
    .where(({ eb, ref }) => eb(ref('input' as never, '->>').key('claim' as never), '=', claim as never))
    .executeTakeFirst()
  if (row?.state === 'acknowledged') return 'matched'
  if (row?.state === 'refused') return 'not-matched'
  if (row) return 'asked'
  const home = (await firstOf(db as unknown as Kysely<EventTables>, `case/${theft}`))?.owes?.some(
    ({ kind }) => kind === 'hold-line-changes',
  )
  return home ? 'asked' : 'nobody-to-ask'
}

import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Obligation } from '#ledger'
import type { ImeiKey } from '#lib/imei/imei'
import { Slug } from '#lib/slug'
import { undoOf } from './ladder.ts'

/** Stops that were owed, each to one partner, and are not undone (`openStops`). */
export const OpenStops = z
  .array(
    z.object({
      action: z.uuid(),
      partner: Slug,
      kind: z.string(),
      target: z.string(),
      input: z.record(z.string(), z.unknown()),
    }),
  )
  .max(2000)
export type OpenStop = z.infer<typeof OpenStops>[number]

export type StopTables = {
  owed: { event_id: string }
  event: { id: string; stream: string }
  action: {
    id: string
    stream: string
    version: number
    partner: string
    kind: string
    target: string
    input: Record<string, unknown>
    until: string | null
    state: string
    cancels: string | null
    position: string
  }
  // Modules look at the ladder, so their types are not taken.
  imei_status: { imei_key: ImeiKey; status: 'clear' | 'wait' | 'stolen'; case_id: string | null; until: string | null }
  open_case: { subject: string; case_id: string; until: string | null; lent_by?: string | null }
}

/** What takes these stops back, one obligation each: it names the action that it cancels. Pure. */
export const undoing = (stops: readonly OpenStop[]): Obligation[] =>
  stops.flatMap(({ action, partner, kind, target, input }) => {
    const undo = undoOf[kind]
    return undo ? [{ partners: [partner], kind: undo, target, input: withoutReason(input), cancels: action }] : []
  })

const withoutReason = ({ reason: _, ...input }: Readonly<Record<string, unknown>>) => input

/**
 * What a case may take back: its stops that may still hold at a partner (neither refused, never sent, nor undone already).
 * A stop on a handset that another open case names is left where it is, for a partner may keep one state a handset
 * (USERS 4: a thief's own report must not start the phone again); it is taken back with the last of these cases. So is one on a number
 * that has gone over to another case, which stops it itself.
 */
export async function openStops(db: Kysely<StopTables>, theft: string, now: Date): Promise<Held[]> {
  const all = await stopsOf(db, [theft])
  const gone = await linesGone(db, theft, all, now)
  const own = all.flatMap((stop) =>
    gone.has(stop.input.line) ? (isOfHandset(stop) ? [withoutLine(stop)] : []) : [stop],
  )
  const others = await othersOf(db, theft)
  if (others.length === 0) return own
  const at = now.toISOString()
  const holding = others.filter(
    ({ status, until, open }) => open && status !== 'clear' && (until === null || until > at),
  )
  const ended = others.filter(({ status }) => status === 'clear')
  const left = (await stopsOf(db, [...new Set(ended.map(({ case_id }) => String(case_id)))])).filter((stop) =>
    ended.some(({ imei_key }) => keysIn(stop).includes(imei_key)),
  )
  return [...own, ...left].filter((stop) => !holding.some((other) => stays(stop, other)))
}

/**
 * Of an open case what stops handsets that it names no more, such as a number that was mistyped. What stops its line beside
 * the handset is kept where a newer stop goes on with that: then only the handset is let go.
 */
export async function stopsLetGo(db: Kysely<StopTables>, theft: string, now: Date): Promise<OpenStop[]> {
  const gone = await keysLetGo(db, theft)
  const stops = gone.length > 0 ? await openStops(db, theft, now) : []
  const isGone = (stop: OpenStop) =>
    keysIn(stop).length > 0 && keysIn(stop).every((key) => gone.includes(key as ImeiKey))
  const goOn = stops.filter((stop) => !isGone(stop)).map(laneOf)
  return stops.filter(isGone).map((stop) => (goOn.includes(laneOf(stop)) ? withoutLine(stop) : stop))
}

/**
 * Of an open case what one report had stopped alone, which was split off: `versions` are its facts. Where the case itself holds the same
 * at the same partner, only the handset is let go that it does not name.
 */
export async function stopsOfReport(
  db: Kysely<StopTables>,
  theft: string,
  versions: readonly number[],
  now: Date,
): Promise<OpenStop[]> {
  const stops = await openStops(db, theft, now)
  const holds = stops.filter(
    ({ version, until }) => !versions.includes(version) && (until === null || new Date(until) > now),
  )
  return stops.flatMap((stop) => {
    if (!versions.includes(stop.version)) return []
    const same = holds.filter((one) => laneOf(one) === laneOf(stop))
    if (same.length === 0) return [stop]
    const named = same.flatMap(keysIn)
    const alone = keysIn(stop).filter((key) => !named.includes(key))
    return alone.length > 0 ? [{ ...withoutLine(stop), input: { ...withoutLine(stop).input, imeiKeys: alone } }] : []
  })
}

const isOfHandset = (stop: OpenStop) => keysIn(stop).length > 0

const laneOf = ({ partner, kind, target }: OpenStop) => `${partner} ${kind} ${target}`
function withoutLine<Stop extends OpenStop>({ input: { line: _, ...input }, ...stop }: Stop) {
  return { ...stop, input }
}

/** Numbers that an open case has named and names no more; none where all are clear, for that one has ended. */
export async function keysLetGo(db: Kysely<StopTables>, theft: string): Promise<ImeiKey[]> {
  const rows = await db.selectFrom('imei_status').select(['imei_key', 'status']).where('case_id', '=', theft).execute()
  const gone = rows.filter(({ status }) => status === 'clear')
  return gone.length < rows.length ? gone.map(({ imei_key }) => imei_key) : []
}

type Held = OpenStop & { readonly until: string | null; readonly version: number }
type Other = Pick<StopTables['imei_status'], 'imei_key' | 'until'>

const keysIn = ({ input }: OpenStop) => (Array.isArray(input.imeiKeys) ? (input.imeiKeys as unknown[]) : [])

/** Erased is erased: only an order that has not reached the handset is taken back, and then whoever else holds the handset. */
const isWipe = ({ kind }: OpenStop) => kind === 'wipe-handset'

/** It stays where something ends it later: the end of the other case, or its own. A lapse ends nothing by an event. */
const stays = (stop: Held, other: Other) =>
  !isWipe(stop) && keysIn(stop).includes(other.imei_key) && (other.until === null || stop.until !== null)

const stopsOf = async (db: Kysely<StopTables>, thefts: readonly string[]): Promise<Held[]> =>
  thefts.length === 0
    ? []
    : db
        .selectFrom('action as a')
        .select(['a.id as action', 'a.partner', 'a.kind', 'a.target', 'a.input', 'a.until', 'a.version'])
        .where(
          'a.stream',
          'in',
          thefts.map((theft) => `case/${theft}`),
        )
        .where('a.kind', 'in', Object.keys(undoOf))
        .where('a.state', 'in', ['owed', 'acknowledged', 'dead', 'given-up'])
        .where(({ not, and, eb }) => not(and([eb('a.kind', '=', 'wipe-handset'), eb('a.state', '=', 'acknowledged')])))
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('action as u').select('u.id').whereRef('u.cancels', '=', 'a.id'))),
        )
        .orderBy('a.position')
        .execute()

/** The numbers that this case stops and that are in another open case by now. */
async function linesGone(
  db: Kysely<StopTables>,
  theft: string,
  stops: readonly OpenStop[],
  now: Date,
): Promise<ReadonlySet<unknown>> {
  const lines = [...new Set(stops.flatMap(({ input: { line } }) => (typeof line === 'string' ? line : [])))]
  if (lines.length === 0) return new Set()
  const rows = await db
    .selectFrom('open_case')
    .select('subject')
    .where('subject', 'in', lines)
    .where('case_id', '<>', theft)
    .where(({ eb, or }) => or([eb('lent_by', 'is', null), eb('lent_by', '<>', theft)]))
    .where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>', now.toISOString())]))
    .execute()
  return new Set(rows.map(({ subject }) => subject))
}

/** What other cases say of the handset of this one. */
const othersOf = (db: Kysely<StopTables>, theft: string) =>
  db
    .selectFrom('imei_status as mine')
    .innerJoin('imei_status as other', 'other.imei_key', 'mine.imei_key')
    .select(['other.imei_key', 'other.case_id', 'other.status', 'other.until'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('open_case as o')
          .select('o.subject')
          // A case that was joined to an open one is as open as that.
          .where(({ or, eb, ref }) =>
            or([eb('o.case_id', '=', ref('other.case_id')), eb('o.lent_by', '=', ref('other.case_id'))]),
          ),
      ).as('open'),
    )
    .where('mine.case_id', '=', theft)
    .where('other.case_id', '<>', theft)
    .execute()

/** Whether something owed by this case is not laid out as actions yet: ask again in a moment. */
export async function isLayingOut(db: Kysely<StopTables>, theft: string): Promise<boolean> {
  const row = await db
    .selectFrom('owed')
    .innerJoin('event', 'event.id', 'owed.event_id')
    .select('owed.event_id')
    .where('event.stream', '=', `case/${theft}`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

import { HASH_BYTES } from '#lib/merkle/hash'
import { EventIndex } from './event-index.ts'
import type { Find } from './report.ts'
import {
  eventRow,
  type HeadRow,
  headRow,
  ledgerTables,
  number,
  sealedRow,
  type TableRow,
  type TileRow,
  tileRow,
} from './rows.ts'
import { SealedLeaves } from './sealed-leaves.ts'

const MOST_MISSING = 1_000_000 // beyond this a number is nonsense, not a gap

/** A ledger as far as it must be held in memory to judge it. */
export type HeldLedger = {
  events: EventIndex
  sealed: SealedLeaves
  heads: HeadRow[]
  tiles: TileRow[]
  unsealed: number
  /** Places of the events that wait to be sealed. */
  waiting: number[]
}

/** Reads all rows once and finds what single rows and their neighbours show; the tree is judged afterwards. */
export async function checkRows(
  rows: AsyncIterable<TableRow>,
  find: Find,
  onProgress: (rows: number) => void = () => {},
): Promise<HeldLedger> {
  const held: HeldLedger = {
    events: new EventIndex(),
    sealed: new SealedLeaves(),
    heads: [],
    tiles: [],
    unsealed: 0,
    waiting: [],
  }
  const take = takers(held, find)
  let stage = 0
  let count = 0
  for await (const { table, row } of rows) {
    const wanted = ledgerTables.indexOf(table as (typeof ledgerTables)[number])
    if (wanted < 0) continue
    if (wanted < stage) throw new Error(`table ${table} comes after ${ledgerTables[stage]}: this is no Ringback export`)
    stage = wanted
    take[ledgerTables[wanted] ?? 'event'](row)
    if (++count % 5000 === 0) onProgress(count)
  }
  findStrays(held.events, take.isAccountedFor, find)
  return held
}

function takers(held: HeldLedger, find: Find) {
  const { events, sealed } = held
  const accounted = new Set<number>() // grows with the queue only: sealed events are in `sealedOnce`
  const sealedOnce = { bits: new Uint8Array(1) }
  const lastSealed: number[] = []

  const isSealed = (place: number) => sealedOnce.bits[place] === 1
  return {
    isAccountedFor: (place: number) => isSealed(place) || accounted.has(place),

    event(row: Record<string, unknown>) {
      const event = eventRow(row)
      const wrong = events.add(event)
      const { id, stream, version } = event
      if (wrong)
        find('stream', `Stream ${stream}: ${wrong} (seen at event ${id}).`, { event: String(id), stream, version })
    },

    sealed(row: Record<string, unknown>) {
      if (sealedOnce.bits.length < events.count) sealedOnce.bits = new Uint8Array(events.count)
      const { seq, event, leaf } = sealedRow(row)
      if (!keepNumbers(sealed, seq, find)) return
      const place = events.placeOf(event)
      sealed.add(leaf, place)
      if (place < 0) return findDeleted(events, event, seq, find)
      const named = { ...events.name(place), seq }
      if (isSealed(place)) find('number', `${words(named)} was sealed a second time.`, named)
      sealedOnce.bits[place] = 1
      if (leaf.length !== HASH_BYTES || !events.leafAt(place).equals(leaf)) {
        find('changed', `${words(named)} is not what was sealed: its row, or its seal, was changed afterwards.`, named)
      }
      const stream = events.streamNumber(place)
      if (named.version <= (lastSealed[stream] ?? 0)) {
        find('number', `${words(named)} was sealed after version ${lastSealed[stream]} of its stream.`, named)
      }
      lastSealed[stream] = named.version
    },

    head: (row: Record<string, unknown>) => void held.heads.push(headRow(row)),
    tile: (row: Record<string, unknown>) => void held.tiles.push(tileRow(row)),

    unsealed(row: Record<string, unknown>) {
      held.unsealed++
      const event = number(row, 'event_id')
      const place = events.placeOf(event)
      if (place < 0) find('deleted', `Event ${event} waited to be sealed and is gone.`, { event: String(event) })
      else if (isSealed(place))
        find('number', `${words(events.name(place))} is sealed and waits to be.`, events.name(place))
      else {
        accounted.add(place)
        held.waiting.push(place)
      }
    },
  }
}

/** Fills missing numbers, so that the later ones keep their place. False: this number cannot be placed. */
function keepNumbers(sealed: SealedLeaves, seq: number, find: Find): boolean {
  const next = sealed.count
  if (seq === next) return true
  if (seq < next || seq - next > MOST_MISSING) {
    find('number', `Number ${seq} comes where number ${next} should.`, { seq })
    return false
  }
  const what = seq === next + 1 ? `Number ${next} is` : `Numbers ${next} to ${seq - 1} are`
  find('number', `${what} missing: the seal itself was deleted.`, { seq: next })
  while (sealed.count < seq) sealed.add(Buffer.alloc(HASH_BYTES), -1)
  return true
}

function findDeleted(events: EventIndex, event: number, seq: number, find: Find): void {
  const lost = events.lostBetween(event - 1, event + 1)
  const what = lost ? ` It was version ${lost.version} of stream ${lost.stream}.` : ''
  find('deleted', `Event ${event}, sealed as number ${seq}, is gone: its row was deleted.${what}`, {
    event: String(event),
    seq,
    ...lost,
  })
}

function findStrays(events: EventIndex, isAccountedFor: (place: number) => boolean, find: Find): void {
  for (let place = 0; place < events.count; place++) {
    if (isAccountedFor(place)) continue
    const named = events.name(place)
    find('stray', `${words(named)} is neither sealed nor waiting to be: it was written past the ledger.`, named)
  }
}

/** An event as sentences name it. */
export function words({
  event,
  stream,
  version,
  seq,
}: {
  event: string
  stream: string
  version: number
  seq?: number
}): string {
  const sealedAs = seq === undefined ? '' : `, sealed as number ${seq}`
  return `Event ${event} (stream ${stream}, version ${version}${sealedAs})`
}

import { checkpointText, parseCheckpoint } from '#lib/checkpoint'
import {
  addLeaf,
  copyFrontier,
  emptyFrontier,
  type Frontier,
  type FullTile,
  rootOfFrontier,
} from '#lib/merkle/frontier'
import { type NoteVerifier, openNoteAside } from '#lib/note'
import { type HeldLedger, words } from './check-rows.ts'
import type { Find } from './report.ts'
import type { HeadRow } from './rows.ts'

const GRACE_MS = 60_000 // a transaction may stay open that long, and a clock be put right by that much
const AT_ONCE = 256 // signatures in work on the thread pool

/** Grows the tree again from the sealed leaves and holds every head and tile against it. */
export async function checkTree(held: HeldLedger, verifiers: readonly NoteVerifier[], find: Find): Promise<void> {
  const { sealed, heads } = held
  const frontier = emptyFrontier()
  const full: FullTile[] = []
  let good = 0
  let isBroken = false
  for (const head of heads) {
    while (frontier.size < Math.min(head.size, sealed.count)) {
      addLeaf(frontier, sealed.leafAt(frontier.size), (tile) => full.push(tile))
    }
    const fits = head.size <= sealed.count && rootOfFrontier(frontier).equals(head.root)
    if (fits) good = head.size
    else if (!isBroken && head.size <= sealed.count) findRoot(held, good, head.size, find)
    isBroken ||= !fits
  }
  while (frontier.size < sealed.count) addLeaf(frontier, sealed.leafAt(frontier.size), (tile) => full.push(tile))
  findEnds(held, find)
  checkTiles(held, full, find)
  await checkHeads(heads, verifiers, find)
}

function findRoot({ events, sealed }: HeldLedger, good: number, size: number, find: Find): void {
  const place = sealed.placeAt(good)
  const named = place < 0 ? { seq: good } : { ...events.name(place), seq: good }
  if (size === good + 1 && 'event' in named) {
    find('tree', `${words(named)}: its seal is not what was signed in head ${size}.`, named)
  } else {
    const range = `numbers ${good} to ${size - 1}`
    find('tree', `The seals of ${range} are not those that head ${size} signed; later heads were not compared.`, named)
  }
}

function findEnds({ events, sealed, heads }: HeldLedger, find: Find): void {
  const last = heads.at(-1)?.size ?? 0
  if (last > sealed.count) {
    const says = `Head ${last} was signed, but only ${sealed.count} events are sealed: the tail was cut off from number ${sealed.count}.`
    find('head', says, { seq: sealed.count })
  }
  for (let seq = last; seq < sealed.count; seq++) {
    const place = sealed.placeAt(seq)
    const named = place < 0 ? { seq } : { ...events.name(place), seq }
    find('head', `Number ${seq} is covered by no signed head: heads were cut off, or the seal was forged.`, named)
  }
}

function checkTiles({ tiles }: HeldLedger, full: readonly FullTile[], find: Find): void {
  const stored = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile.root]))
  for (const { level, index, root } of full) {
    const name = `${level}/${index}`
    const found = stored.get(name)
    stored.delete(name)
    const span = 256 ** (level + 1)
    const covers = `numbers ${index * span} to ${(index + 1) * span - 1}`
    if (!found) find('tree', `Tile ${name}, over ${covers}, is missing.`, { seq: index * span })
    else if (!found.equals(root)) find('tree', `Tile ${name} is not the root of ${covers}.`, { seq: index * span })
  }
  for (const name of stored.keys()) find('tree', `Tile ${name} covers events that are not sealed.`)
}

async function checkHeads(heads: readonly HeadRow[], verifiers: readonly NoteVerifier[], find: Find): Promise<void> {
  const origin = originOf(heads[0])
  for (let from = 0; from < heads.length; from += AT_ONCE) {
    const some = heads.slice(from, from + AT_ONCE)
    const wrongs = await Promise.all(some.map((head) => wrongHead(head, origin, verifiers)))
    for (const [i, wrong] of wrongs.entries()) if (wrong) find('head', `Head ${some[i]?.size}: ${wrong}.`)
  }
  for (const [i, head] of heads.entries()) {
    const before = heads[i - 1]
    if (before && head.at < before.at - GRACE_MS) {
      find(
        'head',
        `Head ${head.size} is dated before head ${before.size}: back-dated, or the database clock was set back.`,
      )
    }
  }
}

function originOf(head: HeadRow | undefined): string {
  return head?.note.split('\n', 1)[0] ?? ''
}

async function wrongHead(
  head: HeadRow,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Promise<string | undefined> {
  const text = head.note.slice(0, head.note.lastIndexOf('\n\n') + 1)
  const says = parseCheckpoint(text)
  if (!says) return 'its note is not a checkpoint'
  if (text !== checkpointText({ origin, size: head.size, root: head.root }))
    return 'its note says something else than its row'
  if (verifiers.length === 0) return undefined
  const opened = await openNoteAside(head.note, verifiers)
  return 'wrong' in opened ? opened.wrong : undefined
}

/** Events sealed more than a minute after their date: how many, and the first as sentences name it. */
export type LateSeals = { count: number; first: string }

/**
 * Events dated after their own seal, or more than a minute before one that was sealed earlier. What waited longer for its
 * seal with nothing sealed since its date is returned: the sealer was away, or it was dated back in a quiet hour.
 */
export function checkDates({ events, sealed, heads, waiting }: HeldLedger, find: Find): LateSeals {
  const late: LateSeals = { count: 0, first: '' }
  let latest = -Infinity
  let seq = 0
  for (const head of heads) {
    for (; seq < Math.min(head.size, sealed.count); seq++) {
      const place = sealed.placeAt(seq)
      if (place < 0) continue
      const at = events.atOf(place)
      const named = { ...events.name(place), seq }
      if (at > head.at + GRACE_MS) {
        find('forward-dated', `${words(named)} is dated after its own seal, or the database clock was set back.`, named)
      } else if (at < latest - GRACE_MS) {
        const says = `${words(named)} is dated ${age(latest - at)} before an event sealed earlier: back-dated, or the database clock was set back, or its transaction stayed open that long.`
        find('back-dated', says, named)
      } else {
        latest = Math.max(latest, at)
        if (at < head.at - GRACE_MS && late.count++ === 0) late.first = words(named)
      }
    }
  }
  for (const place of waiting) {
    if (events.atOf(place) >= latest - GRACE_MS) continue
    const named = events.name(place)
    find(
      'back-dated',
      `${words(named)} waits to be sealed and is dated ${age(latest - events.atOf(place))} before one that is.`,
      named,
    )
  }
  return late
}

function age(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`
}

/** The frontier of the first `size` sealed leaves. */
export function frontierAt({ sealed }: HeldLedger, size: number): Frontier {
  const frontier = emptyFrontier()
  while (frontier.size < size) addLeaf(frontier, sealed.leafAt(frontier.size))
  return copyFrontier(frontier)
}

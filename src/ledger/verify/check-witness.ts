import { rootOfFrontier, rootOfLeaves } from '#lib/merkle/frontier'
import { HASH_BYTES, type Hash, splitHashes } from '#lib/merkle/hash'
import { type HeldLedger, words } from './check-rows.ts'
import { frontierAt } from './check-tree.ts'
import type { Find } from './report.ts'

/** What a witness kept: the newest head that it cosigned and, when it keeps them, all leaf hashes up to there. */
export type WitnessRecord = { name: string; size: number; root: Hash; leaves?: Buffer }

/** Holds the ledger against the memory of a witness. Returns what the witness could not show, in sentences. */
export function checkWitness(held: HeldLedger, witness: WitnessRecord, find: Find): string[] {
  const { sealed } = held
  const { name, size, root, leaves } = witness
  const later = sealed.count - size
  const notSeen = later > 0 ? [`The last ${later} sealed events: witness ${name} has not seen them.`] : []
  if (!leaves) return [...checkHeadOnly(held, witness, find), ...notSeen]
  const seen = splitHashes(leaves.subarray(0, size * HASH_BYTES))
  if (seen.length < size || !rootOfLeaves(seen).equals(root)) {
    find('witness', `The leaves that witness ${name} kept do not fit the head that it cosigned: its folder is damaged.`)
    return [...checkHeadOnly(held, witness, find), ...notSeen]
  }
  const first = seen.findIndex((leaf, seq) => seq >= sealed.count || !leaf.equals(sealed.leafAt(seq)))
  if (first >= 0) compareFrom(held, name, seen, first, find)
  return notSeen
}

function checkHeadOnly(held: HeldLedger, { name, size, root }: WitnessRecord, find: Find): string[] {
  const seq = held.sealed.count
  if (size > seq) {
    find('witness', `Witness ${name} saw ${size} events, the ledger has ${seq}: the tail was cut off.`, { seq })
  } else if (!rootOfFrontier(frontierAt(held, size)).equals(root)) {
    find('witness', `The first ${size} events are not those that witness ${name} saw: the tree was sealed again.`)
  } else return []
  return [`Which rows were changed: witness ${name} was given as a head only. Its folder would name them.`]
}

/** From the first difference on, looks each leaf up by its hash, for a deletion moves all later ones by one. */
function compareFrom(held: HeldLedger, name: string, seen: readonly Hash[], first: number, find: Find): void {
  const { sealed, events } = held
  const here = new Set<string>()
  for (let seq = first; seq < sealed.count; seq++) here.add(key(sealed.leafAt(seq)))
  const there = new Set(seen.slice(first).map(key))
  const isForeign = (seq: number) => seq < sealed.count && !there.has(key(sealed.leafAt(seq)))
  let isMoved = false
  for (let seq = first; seq < seen.length; seq++) {
    const isLost = !here.has(key(seen[seq] ?? Buffer.alloc(0)))
    const place = sealed.placeAt(seq)
    const named = seq < sealed.count && place >= 0 ? { ...events.name(place), seq } : undefined
    if (isLost && isForeign(seq) && named) {
      find(
        'witness',
        `${words(named)} is not what witness ${name} saw: it was changed and the tree sealed again.`,
        named,
      )
    } else if (isLost) findLost(held, name, seq, find)
    else if (isForeign(seq) && named) {
      find('witness', `${words(named)} stands where witness ${name} saw another event: it was slipped in.`, named)
    } else isMoved ||= !seen[seq]?.equals(sealed.leafAt(seq))
  }
  if (isMoved)
    find('witness', `Events from number ${first} on stand under other numbers than witness ${name} saw.`, {
      seq: first,
    })
}

function findLost({ events, sealed }: HeldLedger, name: string, seq: number, find: Find): void {
  if (seq >= sealed.count) {
    find('witness', `Number ${seq}, which witness ${name} saw, is gone: the tail was cut off.`, { seq })
    return
  }
  const before = sealed.placeAt(seq - 1)
  const after = sealed.placeAt(seq)
  const [from, to] = [before < 0 ? 0 : events.idAt(before), after < 0 ? Infinity : events.idAt(after)]
  const lost = events.lostBetween(from, to)
  const what = lost ? `version ${lost.version} of stream ${lost.stream}` : `an event between ${from} and ${to}`
  const says = `Number ${seq}, which witness ${name} saw, is gone and the tree was sealed again: it was ${what}.`
  find('witness', says, { seq, ...lost })
}

const key = (hash: Hash): string => hash.toString('latin1')

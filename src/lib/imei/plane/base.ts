import { crowdedChunks, eachOnce } from './crowded.ts'
import { CHUNK, chunkOf, DENSE_FROM, Dense, type DenseMemory, emptyDense } from './dense.ts'
import { isKey, type Known } from './key.ts'
import { mix } from './mix.ts'
import { NOTHING, type Recent } from './recent.ts'
import { buildSparse, ListedTwice, Sparse, type SparseMemory } from './sparse.ts'
import type { KeyNumber, StatusCode } from './status.ts'
import { Gather, type Walk, walkWithout } from './walk.ts'

/** All of a base that another thread needs to read it, and all of a snapshot. `count` keys are known. */
export type BaseMemory = { readonly count: number; readonly dense: DenseMemory; readonly sparse: SparseMemory }

/** All keys from `from` to `to`, both included, for instance what was made under one TAC. */
export type KeyRange = { readonly from: KeyNumber; readonly to: KeyNumber; readonly status: Known }

/**
 * What a base is made of: `keys[n]` has `statuses[n]` (1 to 3), each key once, in any order, at most 2^30 of them; and ranges
 * (ascending, apart from each other), which say what holds for the keys that are not listed singly.
 */
export type Listing = {
  readonly keys: Float64Array
  readonly statuses: Uint8Array
  readonly ranges?: readonly KeyRange[]
}

/** What never changes of a plane: the dense and the sparse layer. No key is in both. The same set has the same bytes. */
export class Base {
  readonly dense: Dense
  readonly sparse: Sparse
  readonly count: number

  constructor({ count, dense, sparse }: BaseMemory) {
    this.count = count
    this.dense = new Dense(dense)
    this.sparse = new Sparse(sparse)
  }

  get memory(): BaseMemory {
    return { count: this.count, dense: this.dense.memory, sparse: this.sparse.memory }
  }

  get bytes(): number {
    return this.dense.bytes + this.sparse.bytes
  }

  statusOf(key: KeyNumber): StatusCode {
    return this.dense.statusOf(key) || this.sparse.statusOf(mix(key))
  }
}

/** Some 0.2 µs a listed key. Holds up to twice the memory of the result meanwhile. */
export function buildBase({ keys, statuses, ranges = [] }: Listing): Base {
  checkEntries(keys, statuses)
  checkRanges(ranges)
  const walk = walkOver(keys, statuses)
  const dense = new Dense(emptyDense(eachOnce(crowdedChunks(keys.length, walk), chunksOf(ranges))))
  walk((batch) => {
    for (let n = 0; n < batch.length; n++) {
      const key = batch.keys[n] as number
      if (dense.statusOf(key) !== 0) throw new ListedTwice(key)
      putIn(dense, key, batch.statuses[n] as Known)
    }
  })
  for (const range of ranges) eachPiece(range, (chunk, first, last) => fill(dense, chunk, first, last, range.status))
  return settle(dense, walk)
}

export const emptyBase = (): Base => buildBase({ keys: new Float64Array(), statuses: new Uint8Array() })

/**
 * A new base in which what is recent holds. `changes` must not change meanwhile. Some 0.25 µs a sparse entry, without a
 * pause: for a worker thread. Both bases are in memory until the old one is let go.
 */
export function mergeBase(old: Base, changes: Recent): Base {
  const walk = walkAfter(old.sparse, changes)
  const crowded = crowdedChunks(old.sparse.count + changes.used, walk)
  const dense = new Dense(emptyDense(eachOnce(old.dense.numbers, crowded)))
  for (let place = 0; place < old.dense.numbers.length; place++) dense.copyChunk(old.dense, place)
  if (crowded.length > 0)
    walk(({ keys, statuses, length }) => {
      for (let n = 0; n < length; n++) putIn(dense, keys[n] as number, statuses[n] as Known)
    })
  changes.each((key, status) => putIn(dense, key, status))
  return settle(dense, walk)
}

/** Each known key in ascending order. Takes 8 bytes for each sparse entry meanwhile. */
export function eachInOrder({ dense, sparse }: Base, visit: (key: KeyNumber, status: Known) => void): void {
  const entries = sortedEntries(sparse)
  let next = 0
  const sparseBelow = (end: KeyNumber) => {
    for (; next < entries.length && (entries[next] as number) < end * 4; next++) {
      const entry = entries[next] as number
      visit(Math.floor(entry / 4), (entry & 3) as Known)
    }
  }
  for (const [place, number] of dense.numbers.entries()) {
    sparseBelow(number * CHUNK)
    dense.eachAt(place, visit)
  }
  sparseBelow(Number.POSITIVE_INFINITY)
}

/** Key times four plus status, ascending. */
function sortedEntries(sparse: Sparse): Float64Array {
  const entries = new Float64Array(sparse.count)
  let at = 0
  sparse.each(({ keys, statuses, length }) => {
    for (let n = 0; n < length; n++) entries[at++] = (keys[n] as number) * 4 + (statuses[n] as number)
  })
  return entries.sort()
}

const walkOver =
  (keys: Float64Array, statuses: Uint8Array): Walk =>
  (visit) => {
    const entries = new Gather(visit)
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as number
      entries.add(key, statuses[at] as Known, mix(key))
    }
    entries.end()
  }

/** The sparse entries that no change is about, then the changes that leave something known. */
const walkAfter =
  (sparse: Sparse, changes: Recent): Walk =>
  (visit) => {
    walkWithout(sparse.each, (_key, mixed) => changes.find(mixed) !== NOTHING)(visit)
    const changed = new Gather(visit)
    changes.each((key, status, mixed) => {
      if (status !== 0) changed.add(key, status, mixed)
    })
    changed.end()
  }

function putIn(dense: Dense, key: KeyNumber, status: StatusCode): void {
  const place = dense.placeOf(key)
  if (place >= 0) dense.put(place, key, status)
}

/** Chunks that turned out too thin to be dense join what `walk` visits outside of `dense` in a sparse table. */
function settle(dense: Dense, walk: Walk): Base {
  const thin: number[] = []
  let inDense = 0
  let inThin = 0
  for (let place = 0; place < dense.numbers.length; place++) {
    const known = dense.knownAt(place)
    if (known >= DENSE_FROM) inDense += known
    else {
      inThin += known
      thin.push(place)
    }
  }
  const walkOutside = dense.numbers.length === 0 ? walk : walkWithout(walk, (key) => dense.placeOf(key) >= 0)
  let outside = 0
  walkOutside(({ length }) => {
    outside += length
  })
  const sparse = buildSparse(outside + inThin, (visit) => {
    walkOutside(visit)
    const spilled = new Gather(visit)
    for (const place of thin) dense.eachAt(place, (key, status) => spilled.add(key, status, mix(key)))
    spilled.end()
  })
  const kept = dense.without(thin)
  return new Base({ count: inDense + sparse.count, dense: kept.memory, sparse: sparse.memory })
}

/** The parts of a range that lie in one chunk each. */
function eachPiece({ from, to }: KeyRange, visit: (chunk: number, first: number, last: number) => void): void {
  for (let chunk = chunkOf(from); chunk <= chunkOf(to); chunk++) {
    const start = chunk * CHUNK
    visit(chunk, Math.max(from - start, 0), Math.min(to - start, CHUNK - 1))
  }
}

function chunksOf(ranges: readonly KeyRange[]): Float64Array {
  const chunks: number[] = []
  for (const range of ranges) eachPiece(range, (chunk) => chunks.push(chunk))
  return Float64Array.from(chunks)
}

const fill = (dense: Dense, chunk: number, first: number, last: number, status: Known) =>
  dense.fillUnknown(dense.placeOf(chunk * CHUNK), first, last, status)

function checkEntries(keys: Float64Array, statuses: Uint8Array): void {
  if (keys.length !== statuses.length) throw new RangeError(`${keys.length} keys but ${statuses.length} statuses.`)
  for (let at = 0; at < keys.length; at++) {
    const status = statuses[at] as number
    if (!isKey(keys[at] as number)) throw new RangeError(`Entry ${at} is not a key: a whole number below 10^14.`)
    if (status < 1 || status > 3) throw new RangeError(`Entry ${at} has the status ${status}; a listed key has 1 to 3.`)
  }
}

function checkRanges(ranges: readonly KeyRange[]): void {
  let last = -1
  for (const [at, { from, to, status }] of ranges.entries()) {
    if (!isKey(from) || !isKey(to) || from > to) throw new RangeError(`Range ${at} does not go from a key up to a key.`)
    if (from <= last) throw new RangeError(`Range ${at} begins before the one before it has ended.`)
    if (status < 1 || status > 3) throw new RangeError(`Range ${at} has the status ${status}; it must have 1 to 3.`)
    last = to
  }
}

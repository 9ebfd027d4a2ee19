import { KEY_BITS, type Known, shownTac } from './key.ts'
import { unmix } from './mix.ts'
import type { StatusCode } from './status.ts'
import { Gather, type Walk } from './walk.ts'

/**
 * A table that never changes, for keys that lie far apart: 4 bytes an entry and 4 bytes a bucket of 6 to 12 entries, so 4.3
 * to 4.7 bytes an entry; at least 512 KB. `offsets` says where each bucket's words begin, and last where the last one ends.
 * A word is what the bucket does not say of the mixed key, above two bits of status; words stand in order within a bucket.
 * Both hold 32-bit words. The same entries give the same bytes, whatever order they came in.
 */
export type SparseMemory = {
  readonly count: number
  readonly offsets: SharedArrayBuffer
  readonly words: SharedArrayBuffer
}

const MOST_PER_BUCKET = 12 // on average; a bucket then lies in two lines of the processor's cache
const FEWEST_BUCKET_BITS = KEY_BITS - 30 // so that the rest of a key leaves two bits of a word for the status
export const MOST_SPARSE = 2 ** 30 // beyond it, words would not fit an array of the size that engines promise

/** The number of buckets, as a power of two, depends on the count alone. */
function bucketBits(count: number): number {
  let bits = FEWEST_BUCKET_BITS
  while (count > MOST_PER_BUCKET * 2 ** bits) bits++
  return bits
}

/** How many bytes the two parts of a table of so many entries take. */
export const sparseBytes = (count: number) => ({ offsets: 4 * (2 ** bucketBits(count) + 1), words: 4 * count })

export class Sparse {
  readonly memory: SparseMemory
  readonly #offsets: Uint32Array
  readonly #words: Uint32Array
  readonly #restSize: number // of the mixed keys in one bucket
  readonly #toBucket: number
  readonly #restMask: number

  constructor(memory: SparseMemory) {
    this.memory = memory
    this.#offsets = new Uint32Array(memory.offsets)
    this.#words = new Uint32Array(memory.words)
    this.#restSize = 2 ** (KEY_BITS - bucketBits(memory.count))
    this.#toBucket = 1 / this.#restSize
    this.#restMask = this.#restSize - 1
  }

  get count(): number {
    return this.memory.count
  }

  get bytes(): number {
    return this.#offsets.byteLength + this.#words.byteLength
  }

  /** Of a mixed key; 0 when it is not listed. Two places of memory are read, whatever the size of the table. */
  statusOf(mixed: number): StatusCode {
    const bucket = (mixed * this.#toBucket) | 0
    const wanted = (mixed & this.#restMask) << 2
    const end = this.#offsets[bucket + 1] as number
    for (let at = this.#offsets[bucket] as number; at < end; at++) {
      // Equal but for the last two bits: what is left of the difference is the status.
      const difference = ((this.#words[at] as number) ^ wanted) >>> 0
      if (difference < 4) return difference as Known
    }
    return 0
  }

  /** Visits every entry by its mixed key, from the lowest up. */
  readonly each: Walk = (visit) => {
    const entries = new Gather(visit)
    const buckets = this.#offsets.length - 1
    for (let bucket = 0; bucket < buckets; bucket++) {
      const first = bucket * this.#restSize
      const end = this.#offsets[bucket + 1] as number
      for (let at = this.#offsets[bucket] as number; at < end; at++) {
        const word = this.#words[at] as number
        const mixed = first + (word >>> 2)
        entries.add(unmix(mixed), (word & 3) as Known, mixed)
      }
    }
    entries.end()
  }

  /** What is wrong with memory that came from elsewhere, or nothing. Look-ups need all of this to be right, and to end. */
  fault(): string | undefined {
    if (this.#offsets[0] !== 0 || this.#offsets.at(-1) !== this.count) return 'the buckets do not hold all entries'
    const buckets = this.#offsets.length - 1
    for (let bucket = 0; bucket < buckets; bucket++) {
      const end = this.#offsets[bucket + 1] as number
      const start = this.#offsets[bucket] as number
      if (end < start || end > this.count) return 'the buckets are not in order'
      if (!this.#inOrder(start, end)) return 'the entries of a bucket are not in order'
    }
    return undefined
  }

  #inOrder(start: number, end: number): boolean {
    let last = -1
    for (let at = start; at < end; at++) {
      const word = this.#words[at] as number
      const rest = word >>> 2
      if (rest <= last || rest > this.#restMask || (word & 3) === 0) return false
      last = rest
    }
    return true
  }
}

/**
 * Makes the table of all that `walk` visits (`count` of them, at most 2^30) by a counting sort: `walk` is walked twice, and
 * nothing is held but the table itself. A key that is visited twice is refused.
 */
export function buildSparse(count: number, walk: Walk): Sparse {
  if (count > MOST_SPARSE) throw new RangeError(`A sparse table takes ${MOST_SPARSE} entries, not ${count}.`)
  const bytes = sparseBytes(count)
  const memory = {
    count,
    offsets: new SharedArrayBuffer(bytes.offsets),
    words: new SharedArrayBuffer(bytes.words),
  }
  const offsets = new Uint32Array(memory.offsets)
  const words = new Uint32Array(memory.words)
  const restSize = 2 ** (KEY_BITS - bucketBits(count))
  countInto(offsets, walk, restSize)
  startsFromCounts(offsets)
  placeInto(words, offsets, walk, restSize)
  sortBuckets(words, offsets)
  refuseDoubles(words, offsets, restSize)
  return new Sparse(memory)
}

function countInto(offsets: Uint32Array, walk: Walk, restSize: number): void {
  const toBucket = 1 / restSize
  walk(({ mixed, length }) => {
    for (let n = 0; n < length; n++) {
      const bucket = ((mixed[n] as number) * toBucket) | 0
      offsets[bucket] = (offsets[bucket] as number) + 1
    }
  })
}

function startsFromCounts(offsets: Uint32Array): void {
  let start = 0
  for (let bucket = 0; bucket < offsets.length; bucket++) {
    const many = offsets[bucket] as number
    offsets[bucket] = start
    start += many
  }
}

/** Each entry moves its bucket's start on by one, so at the end each start is where the next bucket begins. */
function placeInto(words: Uint32Array, offsets: Uint32Array, walk: Walk, restSize: number): void {
  const toBucket = 1 / restSize
  const restMask = restSize - 1
  walk(({ mixed, statuses, length }) => {
    for (let n = 0; n < length; n++) {
      const key = mixed[n] as number
      const bucket = (key * toBucket) | 0
      const at = offsets[bucket] as number
      offsets[bucket] = at + 1
      words[at] = ((key & restMask) << 2) | (statuses[n] as number)
    }
  })
  offsets.copyWithin(1, 0)
  offsets[0] = 0
  if (offsets.at(-1) !== words.length) throw new Error('A walk visited other entries the second time.')
}

function sortBuckets(words: Uint32Array, offsets: Uint32Array): void {
  const buckets = offsets.length - 1
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = offsets[bucket] as number
    const end = offsets[bucket + 1] as number
    if (end - start > 100)
      words.subarray(start, end).sort() // only who chose the keys for it gets here
    else insertionSort(words, start, end)
  }
}

function insertionSort(words: Uint32Array, start: number, end: number): void {
  for (let next = start + 1; next < end; next++) {
    const word = words[next] as number
    let at = next
    for (; at > start && (words[at - 1] as number) > word; at--) words[at] = words[at - 1] as number
    words[at] = word
  }
}

function refuseDoubles(words: Uint32Array, offsets: Uint32Array, restSize: number): void {
  const buckets = offsets.length - 1
  for (let bucket = 0; bucket < buckets; bucket++) {
    const end = offsets[bucket + 1] as number
    for (let at = (offsets[bucket] as number) + 1; at < end; at++) {
      const rest = (words[at] as number) >>> 2
      if (rest === (words[at - 1] as number) >>> 2) throw new ListedTwice(unmix(bucket * restSize + rest))
    }
  }
}

/** One key came twice. Its TAC is named, not the key: a log is read by many. */
export class ListedTwice extends Error {
  constructor(key: number) {
    super(`A key of TAC ${shownTac(key)} is listed twice. List each key once, with the status that holds.`)
  }
}

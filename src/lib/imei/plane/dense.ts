import { KEY_BITS, type Known } from './key.ts'
import { mix } from './mix.ts'
import type { KeyNumber, StatusCode } from './status.ts'

/** Serial numbers in a chunk. A TAC has 250 chunks, so none spans two TACs. */
export const CHUNK = 4000
const WORDS = CHUNK / 16 // two bits each: 16 in a 32-bit word, 250 words, 1,000 bytes
/** All chunk numbers lie below this. */
export const CHUNK_LIMIT = 10 ** 14 / CHUNK

/**
 * From so many known serials on, a chunk is dense (5.7% of it). A dense one takes 1,000 bytes, 8 for its number and 8 to 16
 * in the index: some 1,020. A sparse entry takes 4.3 to 4.7 bytes: 228 of them take the same.
 */
export const DENSE_FROM = 228

export const chunkOf = (key: KeyNumber): number => Math.floor(key / CHUNK)

/**
 * `numbers`: the dense chunks' numbers, ascending, as 64-bit floats. `words`: in the same order 250 words of 32 bits each,
 * two bits a serial number, the lowest first. `slots`: open addressing from a chunk's number to its place in both, plus one;
 * 0 is an empty slot. It follows from the numbers.
 */
export type DenseMemory = {
  readonly numbers: SharedArrayBuffer
  readonly words: SharedArrayBuffer
  readonly slots: SharedArrayBuffer
}

const NOWHERE = -1

/** Says at which place of an ascending list a chunk's number stands. */
class Places {
  readonly #numbers: Float64Array
  readonly #slots: Uint32Array
  readonly #toSlot: number
  readonly #slotMask: number

  constructor(numbers: Float64Array, slots: Uint32Array) {
    this.#numbers = numbers
    this.#slots = slots
    this.#toSlot = slots.length / 2 ** KEY_BITS
    this.#slotMask = slots.length - 1
  }

  /** The place, or -1. */
  of(chunk: number): number {
    let slot = (mix(chunk) * this.#toSlot) | 0
    for (;;) {
      const place = (this.#slots[slot] as number) - 1
      if (place === NOWHERE || this.#numbers[place] === chunk) return place
      slot = (slot + 1) & this.#slotMask
    }
  }

  fill(): void {
    for (let place = 0; place < this.#numbers.length; place++) {
      let slot = (mix(this.#numbers[place] as number) * this.#toSlot) | 0
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#slotMask
      this.#slots[slot] = place + 1
    }
  }
}

/** At most half of the slots are taken, so that a search is short, and ends. */
function slotsFor(chunks: number): number {
  let slots = 1
  while (slots < 2 * chunks) slots *= 2
  return slots
}

/** How many bytes each part takes for so many chunks; the slots are not in a snapshot. */
export const denseBytes = (chunks: number) => ({ numbers: 8 * chunks, words: 4 * WORDS * chunks })

/** Memory for these chunks (ascending), in which nothing is known yet. */
export function emptyDense(chunks: Float64Array): DenseMemory {
  const bytes = denseBytes(chunks.length)
  const numbers = new SharedArrayBuffer(bytes.numbers)
  new Float64Array(numbers).set(chunks)
  return indexed(numbers, new SharedArrayBuffer(bytes.words))
}

/** Makes the index anew, of which a snapshot has no need. */
export function indexed(numbers: SharedArrayBuffer, words: SharedArrayBuffer): DenseMemory {
  const slots = new SharedArrayBuffer(4 * slotsFor(numbers.byteLength / 8))
  new Places(new Float64Array(numbers), new Uint32Array(slots)).fill()
  return { numbers, words, slots }
}

export class Dense {
  readonly memory: DenseMemory
  readonly numbers: Float64Array
  readonly #words: Uint32Array
  readonly #places: Places

  constructor(memory: DenseMemory) {
    this.memory = memory
    this.numbers = new Float64Array(memory.numbers)
    this.#words = new Uint32Array(memory.words)
    this.#places = new Places(this.numbers, new Uint32Array(memory.slots))
  }

  get bytes(): number {
    return this.memory.numbers.byteLength + this.memory.words.byteLength + this.memory.slots.byteLength
  }

  /** The place of the chunk that a key lies in, or -1 when it is not here. */
  placeOf(key: KeyNumber): number {
    return this.#places.of(chunkOf(key))
  }

  /** 0 when nothing is known of the key here. */
  statusOf(key: KeyNumber): StatusCode {
    if (this.numbers.length === 0) return 0 // an operator's list of blocked handsets has no dense chunk
    const chunk = chunkOf(key)
    const place = this.#places.of(chunk)
    if (place === NOWHERE) return 0
    const serial = key - chunk * CHUNK
    return (((this.#words[place * WORDS + (serial >>> 4)] as number) >>> ((serial & 15) << 1)) & 3) as StatusCode
  }

  /** Only while it is built: sets a key of the chunk at this place. */
  put(place: number, key: KeyNumber, status: StatusCode): void {
    const serial = key - (this.numbers[place] as number) * CHUNK
    const at = place * WORDS + (serial >>> 4)
    const shift = (serial & 15) << 1
    this.#words[at] = ((this.#words[at] as number) & ~(3 << shift)) | (status << shift)
  }

  /** Only while it is built: gives the status to all serials from `first` to `last` of a chunk of which nothing is known. */
  fillUnknown(place: number, first: number, last: number, status: Known): void {
    for (let at = first >>> 4; at <= last >>> 4; at++) {
      const from = Math.max(first - at * 16, 0)
      const to = Math.min(last - at * 16, 15)
      const wanted = (LOW_BITS << (2 * from)) & (LOW_BITS >>> (30 - 2 * to))
      const word = this.#words[place * WORDS + at] as number
      this.#words[place * WORDS + at] = word | ((wanted & ~knownBits(word)) * status)
    }
  }

  /** How many serials of the chunk at this place are known. */
  knownAt(place: number): number {
    let known = 0
    const end = (place + 1) * WORDS
    for (let at = place * WORDS; at < end; at++) known += onesIn(knownBits(this.#words[at] as number))
    return known
  }

  /** How many serials are known in all chunks. */
  known(): number {
    let known = 0
    for (let place = 0; place < this.numbers.length; place++) known += this.knownAt(place)
    return known
  }

  /** Visits the known keys of the chunk at this place, ascending. */
  eachAt(place: number, visit: (key: KeyNumber, status: Known) => void): void {
    const first = (this.numbers[place] as number) * CHUNK
    for (let serial = 0; serial < CHUNK; serial++) {
      const word = this.#words[place * WORDS + (serial >>> 4)] as number
      const status = (word >>> ((serial & 15) << 1)) & 3
      if (status !== 0) visit(first + serial, status as Known)
    }
  }

  /** Takes over the chunk at `place` of another. */
  copyChunk(from: Dense, place: number): void {
    const to = this.#places.of(from.numbers[place] as number)
    this.#words.set(from.#words.subarray(place * WORDS, (place + 1) * WORDS), to * WORDS)
  }

  /** The same without the chunks at some places (ascending). */
  without(places: readonly number[]): Dense {
    if (places.length === 0) return this
    const gone = new Set(places)
    const kept = new Dense(emptyDense(this.numbers.filter((_number, place) => !gone.has(place))))
    for (let place = 0; place < this.numbers.length; place++) if (!gone.has(place)) kept.copyChunk(this, place)
    return kept
  }

  /** What is wrong with memory that came from elsewhere, or nothing. */
  fault(): string | undefined {
    let last = -1
    for (let place = 0; place < this.numbers.length; place++) {
      const number = this.numbers[place] as number
      if (!(number > last && number < CHUNK_LIMIT && Number.isInteger(number)))
        return 'the dense chunks are not in order'
      if (this.knownAt(place) < DENSE_FROM) return 'a dense chunk should be sparse'
      last = number
    }
    return undefined
  }
}

const LOW_BITS = 0x5555_5555 // the lower bit of each pair

/** Of each pair of bits the lower one set when the status is known. */
const knownBits = (word: number): number => (word | (word >>> 1)) & LOW_BITS

/** Counts ones of which no two are neighbours. */
function onesIn(bits: number): number {
  const fours = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333)
  const eights = (fours + (fours >>> 4)) & 0x0f0f_0f0f
  return Math.imul(eights, 0x0101_0101) >>> 24
}

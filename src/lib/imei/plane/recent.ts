import { KEY_BITS } from './key.ts'
import { unmix } from './mix.ts'
import type { KeyNumber, StatusCode } from './status.ts'

/** What `find` says of a key that nothing recent is about. */
export const NOTHING = -1
type Found = StatusCode | typeof NOTHING

const HEADER = 2 // words: how many slots are used; by how many known keys a plane differs from its base
const USED = 0
const GAIN = 1
const TAKEN = 2 ** 17 // set in the second word of a slot that is in use: an unknown key can be one too
const LOW = 2 ** 32

/**
 * What changed since the base was made, for one thread that writes and many that read. Open addressing; a slot is two 32-bit
 * words: the lower 32 bits of the mixed key; then a mark that it is in use, the upper 15 bits, and two bits of status. The
 * writer stores the second word last and atomically, so whoever sees it sees the first one too. Only the status of a used
 * slot ever changes, and no slot is given up: a reader never misses a key for what moves beside it.
 */
export class Recent {
  readonly memory: SharedArrayBuffer
  readonly #words: Int32Array
  readonly #toSlot: number
  readonly #slots: number

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory
    this.#words = new Int32Array(memory)
    this.#slots = (this.#words.length - HEADER) / 2
    this.#toSlot = this.#slots / 2 ** KEY_BITS
  }

  /** @param slots a power of two from 16 up to 2^28; 8 bytes each. */
  static empty(slots: number): Recent {
    if (!(slots >= 16 && slots <= 2 ** 28 && (slots & (slots - 1)) === 0))
      throw new RangeError(`The slots for recent changes must be a power of two from 16 to 2^28, not ${slots}.`)
    return new Recent(new SharedArrayBuffer(4 * (HEADER + 2 * slots)))
  }

  get slots(): number {
    return this.#slots
  }

  get used(): number {
    return Atomics.load(this.#words, USED)
  }

  /** From half full on, searches grow longer: it is time to merge. */
  get wantsMerge(): boolean {
    return this.used >= this.#slots / 2
  }

  /** Whether so many more keys fit in. An eighth of the slots stays free, or a search would find no end. */
  hasRoom(keys: number): boolean {
    return this.used + keys <= this.#slots * 0.875
  }

  /** By how many known keys a plane has more than its base; kept here so that all threads see it. */
  get gain(): number {
    return Atomics.load(this.#words, GAIN)
  }

  set gain(keys: number) {
    Atomics.store(this.#words, GAIN, keys)
  }

  /** Of a mixed key: its status, or NOTHING. */
  find(mixed: number): Found {
    const words = this.#words
    const low = mixed | 0
    const high = TAKEN | (((mixed / LOW) | 0) << 2)
    let at = HEADER + 2 * ((mixed * this.#toSlot) | 0)
    for (;;) {
      const word = Atomics.load(words, at + 1)
      if (word === 0) return NOTHING
      if ((word & ~3) === high && words[at] === low) return (word & 3) as StatusCode
      at += 2
      if (at === words.length) at = HEADER
    }
  }

  /** Only for the one thread that writes. Throws when all but an eighth of the slots are used. */
  set(mixed: number, status: StatusCode): void {
    const words = this.#words
    const low = mixed | 0
    const high = TAKEN | (((mixed / LOW) | 0) << 2)
    let at = HEADER + 2 * ((mixed * this.#toSlot) | 0)
    for (; words[at + 1] !== 0; at = at + 2 === words.length ? HEADER : at + 2)
      if (((words[at + 1] as number) & ~3) === high && words[at] === low) {
        Atomics.store(words, at + 1, high | status)
        return
      }
    if (!this.hasRoom(1)) throw new RecentFull(this.#slots)
    words[at] = low
    Atomics.store(words, at + 1, high | status)
    Atomics.add(words, USED, 1)
  }

  /** Visits each key that something recent is about, in no order that means anything. */
  each(visit: (key: KeyNumber, status: StatusCode, mixed: number) => void): void {
    const words = this.#words
    for (let at = HEADER; at < words.length; at += 2) {
      const word = words[at + 1] as number
      if (word === 0) continue
      const mixed = ((word >>> 2) & 0x7fff) * LOW + ((words[at] as number) >>> 0)
      visit(unmix(mixed), (word & 3) as StatusCode, mixed)
    }
  }

  /** As it is now. Only for the thread that writes: another could see half of a change. */
  copy(): Recent {
    return new Recent(this.memory.slice(0))
  }
}

export class RecentFull extends Error {
  constructor(slots: number) {
    super(`The ${slots} slots for recent changes are full. Merge them into the base, or give more slots.`)
  }
}

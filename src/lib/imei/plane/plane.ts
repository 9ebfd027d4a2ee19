import { Base, type BaseMemory, emptyBase, mergeBase } from './base.ts'
import type { Dense } from './dense.ts'
import { isKey, KEY_LIMIT } from './key.ts'
import { mix } from './mix.ts'
import { NOTHING, Recent } from './recent.ts'
import type { Sparse } from './sparse.ts'
import type { KeyNumber, StatusCode, StatusOf } from './status.ts'

/** All that another thread needs to read the same plane: post it, and open it there. */
export type PlaneMemory = { readonly base: BaseMemory; readonly recent: SharedArrayBuffer }

/** What a merge starts from: a base, and a copy of what was recent at that moment. For `merge` in a worker thread. */
export type MergeInput = { readonly base: BaseMemory; readonly changes: SharedArrayBuffer }

const SLOTS = 2 ** 18 // 2 MB: a merge is due after 131,072 keys changed

/**
 * The status of every IMEI key. One thread writes; it and others that opened the same memory read, at any time, without a
 * lock. The layers are asked from the newest down: recent, dense, sparse.
 */
export class Plane {
  readonly #base: Base
  readonly #dense: Dense
  readonly #sparse: Sparse
  readonly #recent: Recent
  /** While a merge runs: what has changed since it began. */
  #since: Recent | undefined
  #next: Plane | undefined

  constructor({ base, recent }: PlaneMemory) {
    this.#base = new Base(base)
    this.#dense = this.#base.dense
    this.#sparse = this.#base.sparse
    this.#recent = new Recent(recent)
  }

  /** Of a key (a whole number below 10^14). Reads two to five places of memory, allocates nothing. */
  readonly statusOf: StatusOf = (key) => {
    if (!(key >= 0 && key < KEY_LIMIT)) throw notAKey()
    const mixed = mix(key)
    const recent = this.#recent.find(mixed)
    if (recent !== NOTHING) return recent
    return this.#dense.statusOf(key) || this.#sparse.statusOf(mixed)
  }

  /**
   * What holds of a key from now on, for every thread that has this plane or the one that follows it. Only for the one thread
   * that writes. Throws RecentFull when nobody merged in time.
   */
  set(key: KeyNumber, status: StatusCode): void {
    if (!isKey(key)) throw notAKey()
    const before = this.statusOf(key)
    if (before !== status) {
      const mixed = mix(key)
      this.#recent.set(mixed, status)
      this.#recent.gain += Number(status !== 0) - Number(before !== 0)
      if (!this.#next) this.#since?.set(mixed, status)
    }
    this.#next?.set(key, status)
  }

  /** How many keys are known, in all layers. */
  get count(): number {
    return this.#base.count + this.#recent.gain
  }

  /** Bytes of memory, of all layers. */
  get bytes(): number {
    return this.#base.bytes + this.#recent.memory.byteLength
  }

  get wantsMerge(): boolean {
    return this.#recent.wantsMerge
  }

  /** Whether so many more keys can change before a merge has ended. */
  hasRoom(changes: number): boolean {
    return this.#recent.hasRoom(changes) && (this.#next?.hasRoom(changes) ?? true)
  }

  /** The layers that never change. A snapshot or an agreement of it leaves out what is recent: merge first. */
  get base(): Base {
    return this.#base
  }

  /** How many keys have changed since the base was made. */
  get recent(): number {
    return this.#recent.used
  }

  get memory(): PlaneMemory {
    return { base: this.#base.memory, recent: this.#recent.memory }
  }

  /** All of it as it is now, for another thread to merge or to look through. Only for the thread that writes. */
  copy(): MergeInput {
    return { base: this.#base.memory, changes: this.#recent.copy().memory }
  }

  /** Begins a merge: give what this returns to `merge`, and the result to `endMerge`. May be begun anew if that failed. */
  beginMerge(): MergeInput {
    this.#since = Recent.empty(this.#recent.slots)
    return this.copy()
  }

  /**
   * The plane that follows this one. Go on to `set` on this one, which tells the next, until no thread reads it any more;
   * then let it go.
   */
  endMerge(base: BaseMemory): Plane {
    if (!this.#since) throw new Error('No merge has begun.')
    this.#next = new Plane({ base, recent: this.#since.memory })
    this.#next.#countGain()
    return this.#next
  }

  #countGain(): void {
    let gain = 0
    this.#recent.each((key, status) => {
      gain += Number(status !== 0) - Number(this.#base.statusOf(key) !== 0)
    })
    this.#recent.gain = gain
  }
}

/** Opens the memory of a plane of another thread, to read it. */
export const openPlane = (memory: PlaneMemory): Plane => new Plane(memory)

/** @param slots for recent changes: a power of two, 8 bytes each; a merge is due when half of them are used. */
export const newPlane = (base: Base = emptyBase(), slots: number = SLOTS): Plane =>
  new Plane({ base: base.memory, recent: Recent.empty(slots).memory })

/** Makes the base of the next plane. Takes as long as the list is long (2.5 s for 10 million): for a worker thread. */
export const merge = ({ base, changes }: MergeInput): BaseMemory =>
  mergeBase(new Base(base), new Recent(changes)).memory

const notAKey = () => new RangeError('Not an IMEI key: a whole number below 10^14.')

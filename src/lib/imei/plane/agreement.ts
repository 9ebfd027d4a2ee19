import { createHash, type Hash } from 'node:crypto'
import { type Base, eachInOrder } from './base.ts'
import { type Known, shownTac, TAC_SIZE } from './key.ts'
import type { KeyNumber } from './status.ts'

/** How many keys are listed, and a SHA-256 over them in hexadecimal. */
export type CountAndHash = { readonly count: number; readonly hash: string }

/**
 * What two sides compare to know that they list the same, or under which TACs they do not. A TAC's hash is over its keys in
 * ascending order, for each 8 bytes: four times the key plus the status (1 to 3), little-endian. The hash of all is over the
 * TACs in ascending order, for each 48 bytes: the TAC and its count, 8 bytes each, little-endian, and its hash.
 */
export type Agreement = CountAndHash & { readonly tacs: ReadonlyMap<string, CountAndHash> }

/** Over a base, dense and sparse. Takes 8 bytes for each sparse entry meanwhile. */
export function agreementOf(base: Base): Agreement {
  const agreed = new Agreeing()
  eachInOrder(base, (key, status) => agreed.add(key, status))
  return agreed.end()
}

/** The TACs of which two sides do not list the same, ascending. */
export function whereTheyDiffer(ours: Agreement, theirs: Agreement): string[] {
  if (ours.hash === theirs.hash) return []
  const tacs = new Set([...ours.tacs.keys(), ...theirs.tacs.keys()])
  return [...tacs].filter((tac) => ours.tacs.get(tac)?.hash !== theirs.tacs.get(tac)?.hash).sort()
}

/** Makes an agreement of a list that comes in ascending order from anywhere, a database for instance. */
export class Agreeing {
  readonly #tacs = new Map<string, CountAndHash>()
  readonly #all = createHash('sha256')
  readonly #entries = new Numbers()
  #hash = createHash('sha256')
  #tac = -1
  #end: KeyNumber = 0 // of the keys of this TAC
  #count = 0
  #total = 0
  #last = -1

  /** Throws when the key does not come after the one before it. */
  add(key: KeyNumber, status: Known): void {
    if (!(key > this.#last)) throw new RangeError('The keys of an agreement must come in ascending order.')
    if (key >= this.#end) this.#begin(Math.floor(key / TAC_SIZE))
    this.#last = key
    this.#count++
    this.#entries.add(key * 4 + status, this.#hash)
  }

  end(): Agreement {
    this.#close()
    return { count: this.#total, hash: this.#all.digest('hex'), tacs: this.#tacs }
  }

  #begin(tac: number): void {
    this.#close()
    this.#tac = tac
    this.#end = (tac + 1) * TAC_SIZE
  }

  #close(): void {
    if (this.#count === 0) return
    this.#entries.flush(this.#hash)
    const hash = this.#hash.digest()
    this.#tacs.set(shownTac(this.#tac * TAC_SIZE), { count: this.#count, hash: hash.toString('hex') })
    for (const number of [this.#tac, this.#count]) this.#entries.add(number, this.#all)
    this.#entries.flush(this.#all)
    this.#all.update(hash)
    this.#total += this.#count
    this.#count = 0
    this.#hash = createHash('sha256')
  }
}

/** Gathers numbers below 2^53 as 8 little-endian bytes each, because a call of a hash costs more than a number. */
class Numbers {
  readonly #bytes = new Uint8Array(2 ** 16)
  readonly #view = new DataView(this.#bytes.buffer)
  #length = 0

  add(number: number, hash: Hash): void {
    if (this.#length === this.#bytes.length) this.flush(hash)
    this.#view.setUint32(this.#length, number | 0, true)
    this.#view.setUint32(this.#length + 4, (number / 2 ** 32) | 0, true)
    this.#length += 8
  }

  flush(hash: Hash): void {
    hash.update(this.#bytes.subarray(0, this.#length))
    this.#length = 0
  }
}

import type { Known } from './key.ts'
import type { KeyNumber } from './status.ts'

/**
 * Some known keys: the first `length` places of each array belong together. `mixed` are the same keys after `mix`. Who visits
 * a batch must be done with it when it returns: it is used again.
 */
export type Batch = {
  readonly keys: Float64Array
  readonly mixed: Float64Array
  readonly statuses: Uint8Array
  readonly length: number
}

/**
 * Visits each known key once, in any order, and the same ones each time that it is walked. In batches, because a number that
 * is handed to a function one by one takes memory of its own: 100 million keys took twice as long or more.
 */
export type Walk = (visit: (batch: Batch) => void) => void

const SIZE = 4096

/** Gathers keys into batches for one who visits. Call `end` at the end. */
export class Gather {
  readonly keys = new Float64Array(SIZE)
  readonly mixed = new Float64Array(SIZE)
  readonly statuses = new Uint8Array(SIZE)
  length = 0
  readonly #visit: (batch: Batch) => void

  constructor(visit: (batch: Batch) => void) {
    this.#visit = visit
  }

  add(key: KeyNumber, status: Known, mixed: number): void {
    const at = this.length
    this.keys[at] = key
    this.statuses[at] = status
    this.mixed[at] = mixed
    this.length = at + 1
    if (this.length === SIZE) this.end()
  }

  end(): void {
    if (this.length > 0) this.#visit(this)
    this.length = 0
  }
}

/** The same without the keys that `skip` names. */
export const walkWithout =
  (walk: Walk, skip: (key: KeyNumber, mixed: number) => boolean): Walk =>
  (visit) => {
    const kept = new Gather(visit)
    walk(({ keys, statuses, mixed, length }) => {
      for (let n = 0; n < length; n++)
        if (!skip(keys[n] as number, mixed[n] as number))
          kept.add(keys[n] as number, statuses[n] as Known, mixed[n] as number)
    })
    kept.end()
  }

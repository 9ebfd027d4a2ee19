import { HASH_BYTES, type Hash } from '#lib/merkle/hash'

/** The leaves of a ledger in sealed order, each with the place of its event in the EventIndex (-1: the event is gone). */
export class SealedLeaves {
  count = 0
  #places = new Int32Array(1024)
  #leaves = Buffer.alloc(1024 * HASH_BYTES)

  add(leaf: Hash, place: number): void {
    if (this.count === this.#places.length) this.#grow()
    this.#places[this.count] = place
    this.#leaves.fill(0, this.count * HASH_BYTES, (this.count + 1) * HASH_BYTES)
    this.#leaves.set(leaf.subarray(0, HASH_BYTES), this.count * HASH_BYTES)
    this.count++
  }

  leafAt = (seq: number): Hash => this.#leaves.subarray(seq * HASH_BYTES, (seq + 1) * HASH_BYTES)
  placeAt = (seq: number): number => this.#places[seq] ?? -1

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2)
    places.set(this.#places)
    this.#places = places
    this.#leaves = Buffer.concat([this.#leaves, Buffer.alloc(this.#leaves.length)])
  }
}

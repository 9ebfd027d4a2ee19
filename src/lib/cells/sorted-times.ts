/** Times in order, of which most come in order: how many lie in a window is a search, and what is long ago can be dropped. */
export class SortedTimes {
  #times = new Float64Array(64)
  #size = 0
  #isSorted = true

  get size(): number {
    return this.#size
  }

  /** NaN where there are none. */
  get first(): number {
    this.#sort()
    return this.#size > 0 ? (this.#times[0] as number) : Number.NaN
  }

  get last(): number {
    this.#sort()
    return this.#size > 0 ? (this.#times[this.#size - 1] as number) : Number.NaN
  }

  add(time: number): void {
    if (this.#size === this.#times.length) {
      const more = new Float64Array(2 * this.#size)
      more.set(this.#times)
      this.#times = more
    }
    const at = this.#isSorted ? this.upTo(time) : this.#size
    // One that is a little late goes where it belongs; a heap in any order is sorted when somebody asks.
    if (this.#size - at > farthest) this.#isSorted = false
    const place = this.#isSorted ? at : this.#size
    this.#times.copyWithin(place + 1, place, this.#size)
    this.#times[place] = time
    this.#size += 1
  }

  /** One of that very time; false where there is none. */
  remove(time: number): boolean {
    const at = this.upTo(time) - 1
    if (at < 0 || this.#times[at] !== time) return false
    this.#times.copyWithin(at, at + 1, this.#size)
    this.#size -= 1
    return true
  }

  /** How many are at `time` or before. */
  upTo(time: number): number {
    this.#sort()
    let [low, high] = [0, this.#size]
    // Most ask for the end.
    if (high > 0 && (this.#times[high - 1] as number) <= time) return high
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#times[middle] as number) <= time) low = middle + 1
      else high = middle
    }
    return low
  }

  dropUpTo(time: number): void {
    const gone = this.upTo(time)
    this.#times.copyWithin(0, gone, this.#size)
    this.#size -= gone
  }

  #sort(): void {
    if (this.#isSorted) return
    this.#times.subarray(0, this.#size).sort()
    this.#isSorted = true
  }
}

/** Places that a late one may be moved by. */
const farthest = 10_000

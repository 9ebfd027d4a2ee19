import { giStarScore, type Spread, spreadOf } from '../stats/gistar.ts'
import { type Mask, within } from '../stats/mask.ts'
import { type MaskedShape, type Neighbourhood, sizesAround, sumsAround } from '../stats/neighbours.ts'
import { Tally } from '../stats/tally.ts'

/**
 * What Gi* is read off, kept up as single values change: the sum near each cell, and the mean and spread of all. A change costs
 * as many sums as there are cells near one, whatever the size of the map. Each of these is added up anew from its own few
 * cells, and what rounding cost the totals is kept (Neumaier), so that nothing drifts: it is what counting the map
 * anew would give. Of a mask only its cells are counted: see gistar.ts.
 */
export class LocalSums {
  readonly sums: Float64Array
  readonly sizes: Int32Array
  readonly #values: (cell: number) => number
  readonly #shape: MaskedShape
  readonly #n: number
  readonly #near: Neighbourhood
  readonly #total = new Tally()
  readonly #squares = new Tally()

  /** `values` says what stands in a cell now. */
  constructor(values: (cell: number) => number, shape: MaskedShape, near: Neighbourhood) {
    this.#values = values
    this.#shape = shape
    this.#near = near
    this.sizes = sizesAround(shape, near)
    this.sums = new Float64Array(this.sizes.length)
    this.#n = within(this.sizes, shape.mask).length
    this.recount()
  }

  /** A cell's value was `before` and is another now. `touched` hears of each sum that changes, and what it was. */
  changed(cell: number, before: number, touched?: (cell: number, before: number) => void): void {
    if (!isIn(this.#shape.mask, cell)) return
    const now = this.#values(cell)
    this.#total.add(now)
    this.#total.add(-before)
    this.#squares.add(now * now)
    this.#squares.add(-before * before)
    this.#around(cell, (other) => {
      let sum = 0
      this.#around(other, (one) => {
        sum += this.#values(one)
      })
      const was = this.sums[other] as number
      this.sums[other] = sum
      touched?.(other, was)
    })
  }

  /** Everything from the beginning. */
  recount(): void {
    const all = this.#all()
    this.sums.set(sumsAround(all, this.#shape, this.#near))
    this.#total.clear()
    this.#squares.clear()
    for (const value of within(all, this.#shape.mask)) {
      this.#total.add(value)
      this.#squares.add(value * value)
    }
  }

  get spread(): Spread {
    const n = this.#n
    const mean = this.#total.sum / n
    const square = this.#squares.sum / n
    const variance = square - mean * mean
    // Where cells hardly differ, the difference of two large numbers says nothing: then all are looked at.
    if (variance < 1e-6 * square) return spreadOf(within(this.#all(), this.#shape.mask))
    return { n, mean, deviation: Math.sqrt(variance) }
  }

  /** Gi* of one cell, or of all. */
  score(cell: number, spread = this.spread): number {
    return giStarScore(this.sums[cell] as number, this.sizes[cell] as number, spread)
  }

  scores(): Float64Array {
    const { spread, sizes } = this
    return this.sums.map((sum, cell) => giStarScore(sum, sizes[cell] as number, spread))
  }

  #all = () => Float64Array.from({ length: this.sizes.length }, (_, cell) => this.#values(cell))

  #around(cell: number, see: (other: number) => void): void {
    const { rows, cols, mask } = this.#shape
    const { reach, halves } = this.#near
    const [row, col] = [Math.floor(cell / cols), cell % cols]
    for (let other = Math.max(0, row - reach); other <= Math.min(rows - 1, row + reach); other++) {
      const half = halves[other - row + reach] as number
      const end = Math.min(cols - 1, col + half)
      for (let at = Math.max(0, col - half); at <= end; at++) if (isIn(mask, other * cols + at)) see(other * cols + at)
    }
  }
}

/** Whether a cell is part of the map; without a mask each is. */
export const isIn = (mask: Mask | undefined, cell: number): boolean => !mask || mask[cell] === 1

import { refuse, wantPositive, wantWhole } from './wrong-input.ts'

/**
 * Decayed counts: the count of a cell on day t is Σ w·2^((day − t) / halfLife) over its events, so that an event counts half
 * after one half-life and a quarter after two.
 *
 * Kept as Σ w·2^((day − origin) / halfLife), "forward decay" (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009): an event
 * costs one addition, whenever it comes in and however late; time passing costs nothing; and the order of the cells can be
 * read without any arithmetic. An event of weight −1 takes another back, and nothing of it is left: what rounding cost each
 * sum is kept beside it (Neumaier, ZAMM 54 (1974) 39).
 */
export class DecayedCounts {
  readonly halfLife: number
  readonly #sums: Float64Array
  readonly #lost: Float64Array
  #origin: number | undefined

  constructor(cells: number, halfLife: number) {
    wantWhole('cells', cells, 1)
    wantPositive('halfLife', halfLife)
    this.halfLife = halfLife
    this.#sums = new Float64Array(cells)
    this.#lost = new Float64Array(cells)
  }

  get cells(): number {
    return this.#sums.length
  }

  add(cell: number, day: number, weight = 1): void {
    if (!(cell >= 0 && cell < this.cells && Number.isInteger(cell)))
      refuse(`cell is ${cell}; it is a number from 0 to ${this.cells - 1}.`)
    if (!Number.isFinite(day)) refuse(`day is ${day}; it is a number of days.`)
    this.#origin ??= day
    if (day - this.#origin > mostHalfLives * this.halfLife) this.#moveOrigin(day)
    const more = weight * 2 ** ((day - this.#origin) / this.halfLife)
    const before = this.#sums[cell] as number
    const sum = before + more
    const lost = Math.abs(before) >= Math.abs(more) ? before - sum + more : more - sum + before
    this.#sums[cell] = sum
    this.#lost[cell] = (this.#lost[cell] as number) + lost
  }

  /** The count of a cell on the day from which all are reckoned: in the same ratio to each other as on any day. */
  undecayed(cell: number): number {
    return (this.#sums[cell] as number) + (this.#lost[cell] as number)
  }

  /** That day; it moves once in 500 half-lives. */
  get origin(): number | undefined {
    return this.#origin
  }

  /** The count of a cell on a day, which is no earlier than its events. */
  at(cell: number, day: number): number {
    return cell < this.cells ? this.undecayed(cell) * this.#factor(day) : 0
  }

  /** The counts of all cells on a day. */
  on(day: number): Float64Array {
    const factor = this.#factor(day)
    return this.#sums.map((sum, cell) => (sum + (this.#lost[cell] as number)) * factor)
  }

  #factor(day: number): number {
    return this.#origin === undefined ? 0 : 2 ** ((this.#origin - day) / this.halfLife)
  }

  /** Before the sums outgrow a number: once in 500 half-lives, all are brought down. What is older than that counts nothing. */
  #moveOrigin(day: number): void {
    const factor = this.#factor(day)
    for (let cell = 0; cell < this.cells; cell++) {
      this.#sums[cell] = (this.#sums[cell] as number) * factor
      this.#lost[cell] = (this.#lost[cell] as number) * factor
    }
    this.#origin = day
  }
}

const mostHalfLives = 500

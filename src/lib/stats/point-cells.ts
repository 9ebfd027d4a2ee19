import { refuse } from './wrong-input.ts'

/**
 * Points sorted into the squares of a grid, of which only those are kept that hold a point: one stray point far away costs one
 * square, not millions of empty ones.
 */
export class PointCells {
  /** How many squares hold a point. They are numbered by the first point that fell into each. */
  readonly count: number
  /** `order[start[c]]` up to `order[start[c + 1]]` are the points of square c, ascending. */
  readonly start: Int32Array
  readonly order: Int32Array
  readonly columns: Int32Array
  readonly rows: Int32Array
  readonly #table: Int32Array
  readonly #mask: number

  constructor(xs: Float64Array, ys: Float64Array, side: number) {
    const { length } = xs
    const [left, bottom] = [least(xs), least(ys)]
    const [columns, rows, cellOf] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)]
    const slots = 2 ** Math.ceil(Math.log2(2 * length + 2))
    this.#table = new Int32Array(slots).fill(-1)
    this.#mask = slots - 1
    this.columns = columns
    this.rows = rows
    let count = 0
    for (let point = 0; point < length; point++) {
      const column = ((xs[point] as number) - left) / side
      const row = ((ys[point] as number) - bottom) / side
      if (!(column < 2 ** 31 && row < 2 ** 31))
        refuse('The points lie too far apart for so short a distance; look for a stray point, or make it longer.')
      const slot = this.#slotOf(column | 0, row | 0)
      if (this.#table[slot] === -1) {
        columns[count] = column
        rows[count] = row
        this.#table[slot] = count++
      }
      cellOf[point] = this.#table[slot] as number
    }
    this.count = count
    this.columns = columns.slice(0, count)
    this.rows = rows.slice(0, count)
    this.start = starts(cellOf, count)
    this.order = ordered(cellOf, this.start)
  }

  /** The number of a square, or -1 where there is no point. */
  find(column: number, row: number): number {
    return this.#table[this.#slotOf(column, row)] as number
  }

  size(cell: number): number {
    return (this.start[cell + 1] as number) - (this.start[cell] as number)
  }

  /** Where a square stands in the table, or the free slot where it would. */
  #slotOf(column: number, row: number): number {
    let slot = mixed(column, row) & this.#mask
    for (;;) {
      const cell = this.#table[slot] as number
      if (cell === -1 || (this.columns[cell] === column && this.rows[cell] === row)) return slot
      slot = (slot + 1) & this.#mask
    }
  }
}

function mixed(column: number, row: number): number {
  const once = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 15), 0x2c1b3c6d)
  return twice ^ (twice >>> 13)
}

// Plain loops here and below: an iterator costs 40 bytes a step until the compiler has seen enough of it.
function least(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < values.length; n++) least = Math.min(least, values[n] as number)
  return least
}

function starts(cellOf: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1)
  for (let point = 0; point < cellOf.length; point++) {
    const next = (cellOf[point] as number) + 1
    start[next] = (start[next] as number) + 1
  }
  for (let cell = 0; cell < count; cell++) start[cell + 1] = (start[cell + 1] as number) + (start[cell] as number)
  return start
}

function ordered(cellOf: Int32Array, start: Int32Array): Int32Array {
  const next = start.slice()
  const order = new Int32Array(cellOf.length)
  for (let point = 0; point < cellOf.length; point++) {
    const cell = cellOf[point] as number
    const place = next[cell] as number
    order[place] = point
    next[cell] = place + 1
  }
  return order
}

/** The values in another order, so that neighbours on the ground are neighbours in memory. */
export function inOrder(values: Float64Array, order: Int32Array): Float64Array {
  const sorted = new Float64Array(order.length)
  for (let place = 0; place < order.length; place++) sorted[place] = values[order[place] as number] as number
  return sorted
}

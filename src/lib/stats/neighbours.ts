import type { Mask } from './mask.ts'
import { refuse, wantFeasible, wantLength, wantPositive, wantWhole } from './wrong-input.ts'

/** A grid of squares, row by row: cell `row * cols + col`, row 0 in the south. */
export type Shape = { readonly rows: number; readonly cols: number }

/** A grid of which only some cells are part of the map: the others hold nothing, and are near to nothing. */
export type MaskedShape = Shape & { readonly mask?: Mask | undefined }

/**
 * Which cells count as near one: in the row that lies k away (−reach to reach), as many columns to each side as
 * halves[k + reach] says. The cell itself is one of them.
 */
export type Neighbourhood = { readonly reach: number; readonly halves: Int32Array }

/** The cell and the eight that touch it. */
export const queen: Neighbourhood = { reach: 1, halves: Int32Array.of(1, 1, 1) }

/** Every cell whose centre is at most so many metres away. */
export function distanceBand(metres: number, cell: number): Neighbourhood {
  wantPositive('metres', metres)
  wantPositive('cell', cell)
  // 300 m over squares of 100 m must reach the third, whatever the division rounds to.
  const squared = (metres / cell) ** 2 * (1 + 1e-12)
  const reach = Math.floor(Math.sqrt(squared))
  if (reach > 1e6) refuse(`metres is ${metres}, a million squares or more; give a shorter distance.`)
  const halves = Int32Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.floor(Math.sqrt(squared - (at - reach) ** 2)),
  )
  return { reach, halves }
}

export function wantShape({ rows, cols, mask }: MaskedShape): void {
  wantWhole('rows', rows, 1)
  wantWhole('cols', cols, 1)
  if (mask) wantLength('mask', mask, rows * cols, `${rows} rows of ${cols} columns`)
}

/** How many cells are near each one, itself counted: fewer at the edge of the grid, or of its mask. */
export function sizesAround(shape: MaskedShape, hood: Neighbourhood): Int32Array {
  wantShape(shape)
  if (shape.mask) return Int32Array.from(sumsAround(shape.mask, shape, hood))
  const { rows, cols } = shape
  const sizes = new Int32Array(rows * cols)
  eachRowPair(shape, hood, (row, _, half) => {
    for (let col = 0; col < cols; col++) {
      const at = row * cols + col
      sizes[at] = (sizes[at] as number) + Math.min(cols - 1, col + half) - Math.max(0, col - half) + 1
    }
  })
  return sizes
}

/**
 * The sum of the values near each cell, itself counted. Running totals along each row make a row of neighbours one
 * subtraction, so the cost is cells times rows of the neighbourhood, not times its cells.
 */
export function sumsAround(values: ArrayLike<number>, shape: MaskedShape, hood: Neighbourhood): Float64Array {
  wantShape(shape)
  const { rows, cols, mask } = shape
  wantLength('counts', values, rows * cols, `${rows} rows of ${cols} columns`)
  const totals = runningTotals(values, shape)
  const sums = new Float64Array(rows * cols)
  eachRowPair(shape, hood, (row, other, half) => {
    const [start, into] = [other * (cols + 1), row * cols]
    for (let col = 0; col < cols; col++) {
      const from = Math.max(0, col - half)
      const end = Math.min(cols, col + half + 1)
      sums[into + col] =
        (sums[into + col] as number) + (totals[start + end] as number) - (totals[start + from] as number)
    }
  })
  return mask ? sums.map((sum, at) => (mask[at] === 1 ? sum : 0)) : sums
}

function runningTotals(values: ArrayLike<number>, { rows, cols, mask }: MaskedShape): Float64Array {
  const totals = new Float64Array(rows * (cols + 1))
  for (let row = 0; row < rows; row++) {
    let total = 0
    for (let col = 0; col < cols; col++) {
      const at = row * cols + col
      if (!mask || mask[at] === 1) total += values[at] as number
      totals[row * (cols + 1) + col + 1] = total
    }
  }
  return totals
}

/** Additions for the sums near every cell: some ten seconds. */
const mostAdditions = 5e9

/** What the sums near every cell cost: each row of a neighbourhood is one addition a cell. */
export const additionsAround = ({ rows, cols }: Shape, { reach }: Neighbourhood): number =>
  rows * Math.min(rows, 2 * reach + 1) * cols

function eachRowPair(
  shape: Shape,
  hood: Neighbourhood,
  visit: (row: number, other: number, half: number) => void,
): void {
  const { rows } = shape
  const { reach, halves } = hood
  wantFeasible(
    'Cells times rows of cells near one',
    additionsAround(shape, hood),
    mostAdditions,
    'give a shorter distance, or larger cells',
  )
  for (let row = 0; row < rows; row++)
    for (let other = Math.max(0, row - reach); other <= Math.min(rows - 1, row + reach); other++)
      visit(row, other, halves[other - row + reach] as number)
}

/** The cells near one, itself left out. */
export function cellsAround(at: number, { rows, cols }: Shape, { reach, halves }: Neighbourhood): number[] {
  const [row, col] = [Math.floor(at / cols), at % cols]
  const found: number[] = []
  for (let other = Math.max(0, row - reach); other <= Math.min(rows - 1, row + reach); other++) {
    const half = halves[other - row + reach] as number
    for (let near = Math.max(0, col - half); near <= Math.min(cols - 1, col + half); near++)
      if (other !== row || near !== col) found.push(other * cols + near)
  }
  return found
}

/**
 * Squares of one size over a flat map, in the map's own unit (metres, or feet). Cell `row * cols + column`, row 0 in the south;
 * `west` and `south` are whole multiples of `cell`.
 */
export type Grid = {
  readonly west: number
  readonly south: number
  readonly cell: number
  readonly rows: number
  readonly cols: number
}

export type Extent = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

/** A quarter of a gigabyte of counts: more than any force area at 50 m, and far less than what a stray point asks for. */
export const mostCells = 4_000_000

/** Said to the person who asked: a stray point (0, 0 is the usual one) makes a map of half the world. */
export class TooManyCells extends Error {}

/** The squares that cover the extent. Their edges are whole multiples of the size, so that two files draw one and the same grid. */
export function gridOver({ west, south, east, north }: Extent, cell: number, most = mostCells): Grid {
  if (!(cell > 0)) throw new RangeError('A cell must be larger than nothing.')
  const [left, bottom] = [Math.floor(west / cell), Math.floor(south / cell)]
  const cols = Math.floor(east / cell) - left + 1
  const rows = Math.floor(north / cell) - bottom + 1
  if (!(rows * cols <= most)) {
    const [wide, high] = [east - west, north - south].map((length) => Math.round(length).toLocaleString('en-GB'))
    throw new TooManyCells(
      `The points span ${wide} by ${high}: with cells of ${cell} that makes ${(rows * cols).toLocaleString('en-GB')} cells, ` +
        `more than ${most.toLocaleString('en-GB')}. A stray point is the likeliest cause: give an area, or larger cells.`,
    )
  }
  return { west: left * cell, south: bottom * cell, cell, rows, cols }
}

/**
 * The cell of a point, or -1 outside the grid. A point on an edge belongs to the cell north or east of it. It is counted from
 * nought on the map, not from the edge of the grid: a point is then in the same square on every grid of that size.
 */
export function cellAt({ west, south, cell, rows, cols }: Grid, x: number, y: number): number {
  const column = Math.floor(x / cell) - Math.round(west / cell)
  const row = Math.floor(y / cell) - Math.round(south / cell)
  return column >= 0 && column < cols && row >= 0 && row < rows ? row * cols + column : -1
}

export const centreOf = ({ west, south, cell, cols }: Grid, at: number): readonly [number, number] => [
  west + ((at % cols) + 0.5) * cell,
  south + (Math.floor(at / cols) + 0.5) * cell,
]

export function extentOf(xs: ArrayLike<number>, ys: ArrayLike<number>): Extent {
  const extent = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (let at = 0; at < xs.length; at++) {
    const [x, y] = [xs[at] as number, ys[at] as number]
    if (x < extent.west) extent.west = x
    if (x > extent.east) extent.east = x
    if (y < extent.south) extent.south = y
    if (y > extent.north) extent.north = y
  }
  return extent
}

import { centreOf, type Grid } from '#lib/cells/grid'

/** Sets of squares that may be a cluster, each square by its place in the list. */
export type ZonesAmong = (grid: Grid, squares: readonly number[]) => Int32Array[]

/** How far a cluster reaches from its middle, and of how many squares it is at most. */
const metres = 600
const mostSquares = 12

/** For each square itself, then with its nearest, the two nearest, … */
export const nearestAmong: ZonesAmong = (grid, squares) => {
  const at = squares.map((square) => centreOf(grid, square))
  return at.flatMap(([x, y]) => {
    const near: { readonly place: number; readonly far: number }[] = []
    for (const [place, [otherX, otherY]] of at.entries()) {
      const far = (otherX - x) ** 2 + (otherY - y) ** 2
      if (far <= metres ** 2) near.push({ place, far })
    }
    near.sort((a, b) => a.far - b.far || a.place - b.place)
    const order = Int32Array.from(near.slice(0, mostSquares), ({ place }) => place)
    return Array.from(order, (_, size) => order.slice(0, size + 1))
  })
}

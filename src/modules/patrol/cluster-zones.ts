import type { Grid } from '#lib/cells/grid'

/** Sets of squares that may be a cluster, each square by its place in the list. */
export type ZonesAmong = (grid: Grid, squares: readonly number[]) => Int32Array[]

/** Squares along a side of the widest block. */
const widest = 3

/**
 * Every block of 1, 2 × 2 and 3 × 3 squares, as far as its squares are in the list; blocks with the same ones are one. Fewer sets are
 * tried than with the nearest squares of each, so that less is asked of each of them (ADR 0030).
 */
export const blocksAmong: ZonesAmong = ({ rows, cols }, squares) => {
  const placeOf = new Map(squares.map((square, place) => [square, place]))
  const zones = new Map<string, Int32Array>()
  for (const square of squares)
    for (let side = 1; side <= widest; side++)
      for (let at = 0; at < side * side; at++) {
        const row = Math.floor(square / cols) - Math.floor(at / side)
        const col = (square % cols) - (at % side)
        if (row < 0 || col < 0 || row + side > rows || col + side > cols) continue
        const block = Array.from(
          { length: side * side },
          (_, n) => (row + Math.floor(n / side)) * cols + col + (n % side),
        )
        const its = block.flatMap((one) => placeOf.get(one) ?? [])
        zones.set(its.join(), Int32Array.from(its))
      }
  return [...zones.values()]
}

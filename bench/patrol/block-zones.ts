import type { ZonesAmong } from '../../src/modules/patrol/cluster-zones.ts'

/** Squares along a side of the widest block. */
const widest = 3

/**
 * Every block of 1, 2 × 2 and 3 × 3 squares, as far as its squares are in the list; blocks with the same ones are one. To
 * compare with the nearest squares, which the emerging cluster takes (ADR 0030).
 */
export const blocksAmong: ZonesAmong = ({ rows, cols }, squares) => {
  const placeOf = new Map(squares.map((square, place) => [square, place]))
  const zones = new Map<string, Int32Array>()
  for (let side = 1; side <= widest; side++) {
    const seen = new Set<number>()
    for (const square of squares)
      for (let at = 0; at < side * side; at++) {
        const [row, col] = [Math.floor(square / cols) - Math.floor(at / side), (square % cols) - (at % side)]
        const corner = row * cols + col
        if (row < 0 || col < 0 || row + side > rows || col + side > cols || seen.has(corner)) continue
        seen.add(corner)
        const its = placesIn(corner, side, cols, placeOf)
        zones.set(its.join(), Int32Array.from(its))
      }
  }
  return [...zones.values()]
}

/** Of the squares of a block those that are in the list. */
function placesIn(corner: number, side: number, cols: number, placeOf: ReadonlyMap<number, number>): number[] {
  const places: number[] = []
  for (let up = 0; up < side; up++)
    for (let right = 0; right < side; right++) {
      const place = placeOf.get(corner + up * cols + right)
      if (place !== undefined) places.push(place)
    }
  return places
}

import type { GridPoint } from '#lib/geo/grid'
import { type Fence, squareFence } from '#lib/patrol-plan/fences'
import { cellMetres, squareOf } from '../cells/theft-cell.ts'
import { boxOf, middleOf } from '../fences/fence-shape.ts'

/**
 * The squares of 150 m that fences stand for, each once and by its corner. A fence that is larger than a square stands for none:
 * an officer in it may be anywhere.
 */
export function squaresUnder(shapes: Iterable<Fence>): Map<string, Fence> {
  const squares = new Map<string, Fence>()
  for (const shape of shapes) {
    const box = boxOf(shape)
    if (Math.max(box.east - box.west, box.north - box.south) > cellMetres) continue
    const { easting, northing } = squareOf(middleOf(box))
    squares.set(`${easting} ${northing}`, squareFence(easting + cellMetres / 2, northing + cellMetres / 2, cellMetres))
  }
  return squares
}

/** The corner that a square is named by. */
export function cornerNamed(square: string): GridPoint {
  const [easting = 0, northing = 0] = square.split(' ').map(Number)
  return { easting, northing }
}

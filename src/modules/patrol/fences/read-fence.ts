import type { GridPoint } from '#lib/geo/grid'
import { readPoint } from '#lib/geo/read-point'
import { type FenceShape, mostCorners, radii } from './fence-shape.ts'

export type ReadFence = { readonly shape: FenceShape } | { readonly field: 'corners' | 'radius'; readonly says: string }

/**
 * A fence as it is typed: one point and a radius make a circle, three or more a polygon. A line is a point (`readPoint`) or, for a
 * circle, a street or a station.
 */
export function readFence(typed: string, radius: number, placeOf: (name: string) => GridPoint | undefined): ReadFence {
  const lines = typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length === 0) return { field: 'corners', says: 'Enter a place, or at least three corners' }
  if (lines.length > mostCorners) return { field: 'corners', says: `Enter at most ${mostCorners} corners` }
  const points: GridPoint[] = []
  for (const [at, line] of lines.entries()) {
    const point = readPoint(line) ?? (lines.length === 1 ? placeOf(line) : undefined)
    if (!point)
      return {
        field: 'corners',
        says: `We do not know the place in line ${at + 1}. Write a street and its borough, or a point`,
      }
    points.push({ easting: point.easting, northing: point.northing })
  }
  const [first] = points
  if (lines.length === 2 || !first) return { field: 'corners', says: 'Two corners are a line. Enter a third one' }
  if (lines.length > 2)
    return { shape: { kind: 'polygon', corners: points.map(({ easting, northing }) => [easting, northing]) } }
  if (!(radius >= radii.least && radius <= radii.most))
    return { field: 'radius', says: `Enter ${radii.least} to ${radii.most.toLocaleString('en-GB')} metres` }
  return { shape: { kind: 'circle', ...first, radius: Math.round(radius) } }
}

import { lonLatOf } from '#lib/geo/grid'
import type { FenceShape } from './fence-shape.ts'
import { type LiveFence, nameOfFence } from './live-fences.ts'

const turns = 48

/** Corners of a shape on the grid; GeoJSON knows no circles. */
const cornersOf = (shape: FenceShape): readonly (readonly [number, number])[] =>
  shape.kind === 'polygon'
    ? shape.corners
    : Array.from({ length: turns }, (_, at) => {
        const angle = (2 * Math.PI * at) / turns
        return [shape.easting + shape.radius * Math.cos(angle), shape.northing + shape.radius * Math.sin(angle)]
      })

/** A ring as RFC 7946 has it: against the clock, the first corner again at the end, degrees. */
function ringOf(shape: FenceShape): [number, number][] {
  const corners = cornersOf(shape)
  const turn = corners.reduce((sum, [east, north], at) => {
    const [nextEast, nextNorth] = corners[(at + 1) % corners.length] as readonly [number, number]
    return sum + east * nextNorth - nextEast * north
  }, 0)
  const ring = (turn < 0 ? corners.toReversed() : corners).map(([easting, northing]): [number, number] => {
    const { lon, lat } = lonLatOf({ easting, northing })
    return [Number(lon.toFixed(6)), Number(lat.toFixed(6))]
  })
  return [...ring, ring[0] as [number, number]]
}

const kindOf = ({ plan, zones }: LiveFence) => (plan ? 'plan' : zones ? 'hotspot' : 'drawn')

export const fencesAsGeoJson = (fences: readonly LiveFence[]) => ({
  type: 'FeatureCollection' as const,
  features: fences.map((fence) => ({
    type: 'Feature' as const,
    id: fence.fence,
    geometry: { type: 'Polygon' as const, coordinates: [ringOf(fence.shape)] },
    properties: {
      ...{ near: nameOfFence(fence), kind: kindOf(fence), plan: fence.plan },
      ...(fence.shape.kind === 'circle' && { radius: fence.shape.radius }),
      ...{ starts: new Date(fence.starts).toISOString(), until: new Date(fence.until).toISOString() },
    },
  })),
})

import { z } from 'zod'
import type { Fence } from '#lib/patrol-plan/fences'

const easting = z.int().min(0).max(700_000)
const northing = z.int().min(0).max(1_300_000)

export const radii = { least: 50, most: 2000 } as const
export const mostCorners = 40
/** Larger ones are no patrol's place: an officer is always in them. */
export const widestMetres = 5000

/** A circle or a polygon in whole metres of the British National Grid; corners in order, either way round. */
export const FenceShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), easting, northing, radius: z.int().min(radii.least).max(radii.most) }),
  z.object({
    kind: z.literal('polygon'),
    corners: z
      .array(z.tuple([easting, northing]))
      .min(3)
      .max(mostCorners),
  }),
])
export type FenceShape = z.output<typeof FenceShape>

export type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

export function boxOf(shape: Fence): Box {
  if (shape.kind === 'circle') {
    const { easting, northing, radius } = shape
    return { west: easting - radius, south: northing - radius, east: easting + radius, north: northing + radius }
  }
  const eastings = shape.corners.map(([easting]) => easting)
  const northings = shape.corners.map(([, northing]) => northing)
  return {
    ...{ west: Math.min(...eastings), south: Math.min(...northings) },
    ...{ east: Math.max(...eastings), north: Math.max(...northings) },
  }
}

export const middleOf = ({ west, south, east, north }: Box) => ({
  easting: Math.round((west + east) / 2),
  northing: Math.round((south + north) / 2),
})

/** Square metres; of a polygon by the shoelace formula. */
export function areaOf(shape: Fence): number {
  if (shape.kind === 'circle') return Math.PI * shape.radius ** 2
  const sum = shape.corners.reduce((total, [east, north], at) => {
    const [nextEast, nextNorth] = shape.corners[(at + 1) % shape.corners.length] as readonly [number, number]
    return total + east * nextNorth - nextEast * north
  }, 0)
  return Math.abs(sum) / 2
}

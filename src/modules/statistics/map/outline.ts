import { z } from 'zod'
import { type Drawn, draw, frame } from './projection.ts'

const Ring = z.array(z.tuple([z.number(), z.number()]))
const Shapes = z.object({
  features: z.array(
    z.object({
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
      ]),
    }),
  ),
})

/** The outlines of a GeoJSON file as one SVG path, no finer than `tolerance` units of the picture. */
export function outlineOf(geojson: string, tolerance: number): string {
  const { features } = Shapes.parse(JSON.parse(geojson))
  const rings = features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
  )
  return rings
    .map((ring) => ring.map(draw))
    .filter((ring) => ring.some(isInFrame))
    .map((ring) => simplified(ring, tolerance))
    .filter((ring) => ring.length > 2)
    .map(pathOf)
    .join('')
}

const isInFrame = ([x, y]: Drawn) => x >= 0 && y >= 0 && x <= frame.width && y <= frame.height

/** Douglas and Peucker: drops points that lie within `tolerance` of the line that is left. */
export function simplified(points: readonly Drawn[], tolerance: number): readonly Drawn[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 3) return points
  let [farthest, most] = [0, 0]
  for (const [at, point] of points.entries()) {
    const distance = distanceTo(point, first, last)
    if (distance > most) [farthest, most] = [at, distance]
  }
  if (most <= tolerance) return [first, last]
  const before = simplified(points.slice(0, farthest + 1), tolerance)
  return [...before.slice(0, -1), ...simplified(points.slice(farthest), tolerance)]
}

/** From a point to the line through two others; to the first of them where both are one place, as in a closed ring. */
function distanceTo([x, y]: Drawn, [x1, y1]: Drawn, [x2, y2]: Drawn): number {
  const length = Math.hypot(x2 - x1, y2 - y1)
  if (length === 0) return Math.hypot(x - x1, y - y1)
  return Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
}

/** Whole units, each point from the one before: a third of the bytes. */
function pathOf(ring: readonly Drawn[]): string {
  let [px, py] = [0, 0]
  const steps = ring.map(([x, y], at) => {
    const [dx, dy] = [Math.round(x) - px, Math.round(y) - py]
    ;[px, py] = [px + dx, py + dy]
    return `${at === 0 ? 'M' : at === 1 ? 'l' : ' '}${dx} ${dy}`
  })
  return `${steps.join('')}z`
}

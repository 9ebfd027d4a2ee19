import { type Extent, extentOf, type Grid } from './grid.ts'

/** A ring of corners: x, y, x, y … Closed or not. */
type Ring = Float64Array
/** Outlines with holes, as in GeoJSON: what lies inside an even number of a polygon's rings is outside of it. */
export type Area = readonly (readonly Ring[])[]

type Project = (x: number, y: number) => readonly [number, number]

/** Polygons of any GeoJSON object. Throws a sentence when there is none, or when it is not GeoJSON. */
export function areaOf(geojson: unknown, project: Project = (x, y) => [x, y]): Area {
  const polygons = [...polygonsIn(geojson)].map((rings) => rings.map((ring) => ringOf(ring, project)))
  if (polygons.length === 0)
    throw new TypeError('The area holds no polygon: it must be GeoJSON with Polygon or MultiPolygon.')
  return polygons
}

function* polygonsIn(value: unknown): Generator<readonly unknown[]> {
  if (typeof value !== 'object' || value === null) return
  const { type, features, geometry, geometries, coordinates } = value as Record<string, unknown>
  if (type === 'FeatureCollection') for (const one of listOf(features)) yield* polygonsIn(one)
  else if (type === 'Feature') yield* polygonsIn(geometry)
  else if (type === 'GeometryCollection') for (const one of listOf(geometries)) yield* polygonsIn(one)
  else if (type === 'Polygon') yield listOf(coordinates)
  else if (type === 'MultiPolygon') for (const one of listOf(coordinates)) yield listOf(one)
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('The area is no GeoJSON: a list is missing in it.')
  return value
}

function ringOf(corners: unknown, project: Project): Ring {
  return Float64Array.from(
    listOf(corners).flatMap((corner) => {
      const [x, y] = listOf(corner)
      if (typeof x !== 'number' || typeof y !== 'number')
        throw new TypeError('The area has a corner that is no pair of numbers.')
      return project(x, y) as [number, number]
    }),
  )
}

export const extentOfArea = (area: Area): Extent =>
  extentOf(
    area.flatMap((rings) => rings.flatMap((ring) => [...ring.filter((_, at) => at % 2 === 0)])),
    area.flatMap((rings) => rings.flatMap((ring) => [...ring.filter((_, at) => at % 2 === 1)])),
  )

/** 1 for each cell that the area touches: no event inside the area is then outside of its cells. */
export function maskOf(area: Area, grid: Grid): Uint8Array {
  const mask = new Uint8Array(grid.rows * grid.cols)
  for (const rings of area) {
    fill(rings, grid, mask)
    for (const ring of rings) trace(ring, grid, mask)
  }
  return mask
}

/** Cells whose centre lies inside, a row at a time: between the first and second crossing of its middle, the third and fourth … */
function fill(rings: readonly Ring[], { west, south, cell, rows, cols }: Grid, mask: Uint8Array): void {
  const crossings: number[][] = Array.from({ length: rows }, () => [])
  for (const ring of rings)
    eachEdge(ring, (x1, y1, x2, y2) => {
      const [low, high] = y1 < y2 ? [y1, y2] : [y2, y1]
      const from = Math.max(0, Math.ceil((low - south) / cell - 0.5))
      // Half open: a corner at the height of a middle counts for one of its two edges.
      for (let row = from; row < rows; row++) {
        const y = south + (row + 0.5) * cell
        if (y >= high) break
        crossings[row]?.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
      }
    })
  for (const [row, xs] of crossings.entries()) {
    xs.sort((a, b) => a - b)
    for (let at = 0; at + 1 < xs.length; at += 2) {
      const first = Math.max(0, Math.ceil(((xs[at] as number) - west) / cell - 0.5))
      const last = Math.min(cols - 1, Math.ceil(((xs[at + 1] as number) - west) / cell - 0.5) - 1)
      if (first <= last) mask.fill(1, row * cols + first, row * cols + last + 1)
    }
  }
}

/** Cells that the outline runs through: the middle of each piece between two lines of the grid says which. */
function trace(ring: Ring, { west, south, cell, rows, cols }: Grid, mask: Uint8Array): void {
  eachEdge(ring, (x1, y1, x2, y2) => {
    const [u1, v1, u2, v2] = [(x1 - west) / cell, (y1 - south) / cell, (x2 - west) / cell, (y2 - south) / cell]
    const cuts = [0, 1, ...cutsOf(u1, u2), ...cutsOf(v1, v2)].sort((a, b) => a - b)
    for (let at = 0; at + 1 < cuts.length; at++) {
      const middle = ((cuts[at] as number) + (cuts[at + 1] as number)) / 2
      const column = Math.floor(u1 + middle * (u2 - u1))
      const row = Math.floor(v1 + middle * (v2 - v1))
      if (column >= 0 && column < cols && row >= 0 && row < rows) mask[row * cols + column] = 1
    }
  })
}

function cutsOf(from: number, to: number): number[] {
  const [low, high] = from < to ? [from, to] : [to, from]
  const cuts: number[] = []
  for (let line = Math.ceil(low); line <= high && to !== from; line++) cuts.push((line - from) / (to - from))
  return cuts
}

function eachEdge(ring: Ring, see: (x1: number, y1: number, x2: number, y2: number) => void): void {
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2)
    see(ring[before] as number, ring[before + 1] as number, ring[at] as number, ring[at + 1] as number)
}

/** The smallest outline without a dent around the points (Andrew's monotone chain). */
export function hullOf(xs: ArrayLike<number>, ys: ArrayLike<number>): Area {
  const points = Array.from(xs, (x, at) => [x, ys[at] as number] as const)
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (from: typeof points) => {
    const kept: (readonly [number, number])[] = []
    for (const point of from) {
      while (kept.length >= 2 && turn(kept.at(-2), kept.at(-1), point) <= 0) kept.pop()
      kept.push(point)
    }
    return kept.slice(0, -1)
  }
  return [[Float64Array.from([...half(points), ...half([...points].reverse())].flat())]]
}

type Corner = readonly [number, number] | undefined
const turn = (a: Corner, b: Corner, c: Corner) =>
  a && b && c ? (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) : 0

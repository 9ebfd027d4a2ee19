import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { type Area, areaOf, extentOfArea, hullOf, maskOf } from '#lib/cells/area'
import { type Grid, gridOver, TooManyCells } from '#lib/cells/grid'
import { codeFor, type Projection, projectionOf } from '#lib/cells/projection'
import type { Points } from '#platform/points/read-points'
import { WrongUse } from '../points/columns.ts'
import type { Asked } from './options.ts'

/** The flat map on which it counts, and which of its cells are the area. */
export type FlatMap = {
  readonly grid: Grid
  readonly mask: Uint8Array
  readonly epsg: number | undefined
  /** What the area is, in words. */
  readonly area: string
  readonly x: Float64Array
  readonly y: Float64Array
}

const boroughs = fileURLToPath(new URL('../../../data/boundaries/london-boroughs.geojson', import.meta.url))
const london = { west: -0.52, east: 0.34, south: 51.28, north: 51.7 }

/** `knownBefore`: the first so many points, in time, may say where the area is; what is foretold may not. */
export async function mapFor(
  points: Points,
  { columns, cell, epsg }: Asked,
  areaFile: string | undefined,
  isBefore: (at: number) => boolean,
): Promise<FlatMap> {
  const known = Array.from({ length: points.length }, (_, at) => at).filter(isBefore)
  const projection = columns.degrees ? flatMapOf(points, known, epsg) : undefined
  const { x, y } = projected(points, projection)
  const isIn = columns.degrees ? inLondon : inLondonOn(epsg)
  const isLondon =
    known.filter((at) => isIn(points.x[at] as number, points.y[at] as number)).length >= 0.98 * known.length
  const file = areaFile ?? (isLondon ? boroughs : undefined)
  const area = file
    ? await areaIn(file, projection, epsg)
    : hullOf(
        known.map((at) => x[at] as number),
        known.map((at) => y[at] as number),
      )
  const grid = gridFor(area, cell)
  const name = areaFile ?? (isLondon ? 'Greater London' : 'the outline of the points before the test')
  return { grid, mask: maskOf(area, grid), epsg: projection?.epsg ?? epsg, area: name, x, y }
}

function gridFor(area: Area, cell: number): Grid {
  try {
    return gridOver(extentOfArea(area), cell)
  } catch (error) {
    throw error instanceof TooManyCells ? new WrongUse(error.message) : error
  }
}

const inLondon = (lon: number, lat: number) =>
  lon > london.west && lon < london.east && lat > london.south && lat < london.north

/** Points in metres lie where a map says that is named; no map named, nobody knows where they lie. */
function inLondonOn(epsg: number | undefined): (x: number, y: number) => boolean {
  const projection = epsg === undefined ? undefined : projectionOf(epsg)
  return projection ? (x, y) => inLondon(...projection.inverse(x, y)) : () => false
}

function flatMapOf({ x, y }: Points, known: readonly number[], epsg: number | undefined): Projection {
  const middle = (values: Float64Array) =>
    Float64Array.from(known, (at) => values[at] as number).sort()[known.length >> 1] as number
  const code = epsg ?? codeFor(middle(x), middle(y))
  const projection = projectionOf(code)
  if (!projection)
    throw new WrongUse(`Nobody here knows the map EPSG:${code}. Give 27700, a UTM zone like 32618, or --x and --y.`)
  return projection
}

function projected(points: Points, projection: Projection | undefined) {
  if (!projection) return { x: points.x, y: points.y }
  const [x, y] = [new Float64Array(points.length), new Float64Array(points.length)]
  for (let at = 0; at < points.length; at++)
    [x[at], y[at]] = projection.forward(points.x[at] as number, points.y[at] as number) as [number, number]
  return { x, y }
}

/** An area in degrees is put on the map; with --x and --y it is on the map already, unless --epsg says how to get there. */
async function areaIn(file: string, projection: Projection | undefined, epsg: number | undefined): Promise<Area> {
  const bytes = await readFile(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  try {
    const json: unknown = JSON.parse(text)
    if (projection) return areaOf(json, projection.forward)
    const asWritten = areaOf(json)
    const { west, east, south, north } = extentOfArea(asWritten)
    const degrees = west >= -180 && east <= 180 && south >= -90 && north <= 90
    const known = degrees && epsg !== undefined ? projectionOf(epsg) : undefined
    return known ? areaOf(json, known.forward) : asWritten
  } catch (error) {
    throw new WrongUse(`${file} is no area: ${error instanceof Error ? error.message : error}`)
  }
}

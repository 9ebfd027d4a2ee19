import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { type Area, areaOf, extentOfArea, hullOf, maskOf } from '#lib/cells/area'
import { type Extent, extentOf, type Grid, gridOver, TooManyCells } from '#lib/cells/grid'
import { codeFor, metresOf, type Projection, projectionOf } from '#lib/cells/projection'
import type { Points } from '#platform/points/read-points'
import { WrongUse } from '../points/columns.ts'
import type { Asked } from './options.ts'

/** The flat map on which it counts, and which of its cells are the area. */
export type FlatMap = {
  readonly grid: Grid
  readonly mask: Uint8Array
  readonly epsg: number | undefined
  /** How wide and high a cell is on the ground, in metres, where anybody knows which map it is. */
  readonly metres: readonly [number, number] | undefined
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
  { columns, cell, named }: Asked,
  areaFile: string | undefined,
  isBefore: (at: number) => boolean,
): Promise<FlatMap> {
  const before = Array.from({ length: points.length }, (_, at) => at).filter(isBefore)
  const map = named ?? (columns.degrees ? fitting(points, before) : undefined)
  const { x, y } = columns.degrees && map ? projected(points, map) : points
  const known = before.filter((at) => Number.isFinite(x[at]) && Number.isFinite(y[at]))
  if (known.length === 0)
    throw new WrongUse('No point before the test lies on this map: --epsg or --proj names another.')
  const isIn = columns.degrees ? inLondon : inLondonOn(named)
  const isLondon =
    known.filter((at) => isIn(points.x[at] as number, points.y[at] as number)).length >= 0.98 * known.length
  const file = areaFile ?? (isLondon ? boroughs : undefined)
  const extent = extentOf(
    known.map((at) => x[at] as number),
    known.map((at) => y[at] as number),
  )
  const area = file
    ? await areaIn(file, { map, isNamed: named !== undefined, degrees: columns.degrees, extent })
    : hullOf(
        known.map((at) => x[at] as number),
        known.map((at) => y[at] as number),
      )
  const grid = gridFor(area, cell)
  const name = areaFile ?? (isLondon ? 'Greater London' : 'the outline of the points before the test')
  const metres = map && metresOf(map, middleOf(x, known), middleOf(y, known))
  return {
    ...{ grid, mask: maskOf(area, grid), epsg: map?.epsg, area: name, x, y },
    metres: metres?.every(Number.isFinite) ? [cell * metres[0], cell * metres[1]] : undefined,
  }
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
const inLondonOn = (map: Projection | undefined) => (x: number, y: number) =>
  map !== undefined && inLondon(...map.inverse(x, y))

const middleOf = (values: Float64Array, known: readonly number[]) =>
  Float64Array.from(known, (at) => values[at] as number).sort()[known.length >> 1] as number

/** The map that fits points in degrees. Each of these is known. */
const fitting = ({ x, y }: Points, known: readonly number[]) =>
  projectionOf(codeFor(middleOf(x, known), middleOf(y, known))) as Projection

function projected(points: Points, projection: Projection) {
  const [x, y] = [new Float64Array(points.length), new Float64Array(points.length)]
  for (let at = 0; at < points.length; at++)
    [x[at], y[at]] = projection.forward(points.x[at] as number, points.y[at] as number) as [number, number]
  return { x, y }
}

type Placed = {
  readonly map: Projection | undefined
  readonly isNamed: boolean
  /** Whether the points are in degrees; where those before the test lie on the map. */
  readonly degrees: boolean
  readonly extent: Extent
}

/** An area in degrees is put on the map; another is on the map already, if there is one that it can be on. */
async function areaIn(file: string, { map, isNamed, degrees, extent }: Placed): Promise<Area> {
  const bytes = await readFile(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const asWritten = areaFrom(file, text)
  const inDegrees = areDegrees(extentOfArea(asWritten))
  if (inDegrees && map) return areaFrom(file, text, map.forward)
  const name = 'name that map with --epsg or --proj.'
  if (inDegrees && !areDegrees(extent))
    throw new WrongUse(`${file} is in degrees, and the points are on a flat map: ${name}`)
  if (!inDegrees && degrees && !isNamed)
    throw new WrongUse(`${file} is on a flat map, and the points are in degrees: ${name}`)
  return asWritten
}

const areDegrees = ({ west, east, south, north }: Extent) => west >= -180 && east <= 180 && south >= -90 && north <= 90

function areaFrom(file: string, text: string, project?: Projection['forward']): Area {
  try {
    const area = areaOf(JSON.parse(text), project)
    if (!Object.values(extentOfArea(area)).every(Number.isFinite)) throw new TypeError('it is not on this map.')
    return area
  } catch (error) {
    throw new WrongUse(`${file} is no area: ${error instanceof Error ? error.message : error}`)
  }
}

import proj4 from 'proj4'
import { gridOf, lonLatOf } from '#lib/geo/grid'
import { textOf } from './epsg-codes.ts'

export const britishNationalGrid = 27700

/** From degrees (WGS84) to a flat map and back. */
export type Projection = {
  /** Undefined: the map was named by its text. */
  readonly epsg: number | undefined
  /** Numbers that are none (NaN) for a place that the map does not have. */
  readonly forward: (lon: number, lat: number) => readonly [number, number]
  readonly inverse: (x: number, y: number) => readonly [number, number]
}

/** Said to whoever named a map that is none. */
export class NoFlatMap extends Error {}

/** Undefined when nobody here knows the code. */
export function projectionOf(epsg: number): Projection | undefined {
  if (epsg === britishNationalGrid) return british
  const text = textOf(epsg)
  return text === undefined ? undefined : made(text, epsg)
}

/** A map by its text: PROJ (`+proj=…`) or WKT, as in the .prj beside a shapefile. Throws NoFlatMap with a sentence. */
export function projectionFrom(text: string): Projection {
  const trimmed = text.trim()
  // What is not marked as a text would be looked up among names of the library's own.
  if (!trimmed.startsWith('+') && !/^[a-z_0-9]+\s*\[/i.test(trimmed))
    throw new NoFlatMap('The map must be text like "+proj=lcc +lat_1=49 …", or WKT like PROJCS["…"].')
  try {
    return made(trimmed, undefined)
  } catch (error) {
    if (error instanceof NoFlatMap) throw error
    throw new NoFlatMap(`The map cannot be read: ${error instanceof Error ? error.message : error}.`)
  }
}

/** Tables of shifts are files, and none is here: the library would say so of each point, among the answer. */
const needsTable = (text: string) =>
  [...text.matchAll(/\+nadgrids=([^\s"]*)/g)].some(
    ([, names = '']) =>
      !names.split(',').includes('@null') || names.split(',').some((name) => !name.startsWith('@') && name !== 'null'),
  )

function made(text: string, epsg: number | undefined): Projection {
  const { projName, units } = new proj4.Proj(text) as { projName?: string; units?: string }
  if (projName === 'longlat' || projName === 'identity' || projName === 'geocent' || units?.startsWith('degree'))
    throw new NoFlatMap(`The map is one of degrees, and squares of degrees are no squares.`)
  if (needsTable(text))
    throw new NoFlatMap(
      'The map needs a table of shifts (+nadgrids) that is not here: give +towgs84 instead, or leave it out.',
    )
  const { forward, inverse } = proj4('EPSG:4326', text)
  return {
    epsg,
    forward: (lon, lat) => orNowhere(() => forward([lon, lat])),
    inverse: (x, y) => orNowhere(() => inverse([x, y])),
  }
}

function orNowhere(place: () => number[]): readonly [number, number] {
  try {
    const [x, y] = place()
    return [x ?? Number.NaN, y ?? Number.NaN]
  } catch {
    return [Number.NaN, Number.NaN]
  }
}

const british: Projection = {
  epsg: britishNationalGrid,
  forward: (lon, lat) => {
    const { easting, northing } = gridOf({ lon, lat })
    return [easting, northing]
  },
  inverse: (easting, northing) => {
    const { lon, lat } = lonLatOf({ easting, northing })
    return [lon, lat]
  },
}

/** How many metres on the ground one unit of the map is at a place, from west to east and from south to north. */
export function metresOf({ inverse }: Projection, x: number, y: number): readonly [number, number] {
  const length = (dx: number, dy: number) => {
    const [[west, south], [east, north]] = [inverse(x - dx, y - dy), inverse(x + dx, y + dy)]
    return onGround(west, south, east, north) / (2 * Math.hypot(dx, dy))
  }
  return [length(step, 0), length(0, step)]
}

/** Long enough that rounding says nothing, and short enough that the ground is flat. */
const step = 50

/** Metres between two places near each other, by the two radii of the ellipsoid of WGS84 there. */
function onGround(west: number, south: number, east: number, north: number): number {
  const [a, e2] = [6_378_137, 6.69437999014e-3]
  const radians = Math.PI / 180
  const sine = Math.sin(((south + north) / 2) * radians)
  const w = Math.sqrt(1 - e2 * sine * sine)
  const along = ((east - west) * radians * a * Math.sqrt(1 - sine * sine)) / w
  return Math.hypot(along, ((north - south) * radians * a * (1 - e2)) / w ** 3)
}

const inGreatBritain = (lon: number, lat: number) => lon > -8.7 && lon < 1.8 && lat > 49.8 && lat < 60.9

/** The flat map for a place: the National Grid in Great Britain, elsewhere the UTM zone, which is true to 1 in 2,500. */
export function codeFor(lon: number, lat: number): number {
  if (inGreatBritain(lon, lat)) return britishNationalGrid
  const zone = Math.min(60, Math.floor((lon + 180) / 6) + 1)
  return (lat < 0 ? 32_700 : 32_600) + zone
}

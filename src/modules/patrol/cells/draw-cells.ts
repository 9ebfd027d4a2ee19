import { readFileSync } from 'node:fs'
import { areaOf } from '#lib/cells/area'
import { centreOf, type Grid } from '#lib/cells/grid'
import { gridOf, lonLatOf } from '#lib/geo/grid'
import type { Hotspot } from './hotspots.ts'
import { type LondonCells, londonCells, pathOf } from './london-cells.ts'

/** A map in metres of the National Grid, north up: what an SVG needs. `box` is its viewBox. */
export type CellMap = {
  readonly box: string
  /** The same box in degrees: west, south, east, north. */
  readonly bounds: readonly [number, number, number, number]
  readonly boroughsPath: string
  readonly riverPath: string
  readonly shades: readonly { readonly opacity: number; readonly path: string; readonly squares: number }[]
}

const steps = [0.25, 0.5, 0.75, 1]

/** How dark a square is: four shades, as many squares in each, the first of the list darkest. */
export const shadeOf = (place: number, of: number): number =>
  steps[steps.length - 1 - Math.floor((place * steps.length) / of)] as number

/** Squares of a list, darker the higher their count; all of London, or one borough with a kilometre around it. */
export function drawCells(spots: readonly Pick<Hotspot, 'cell'>[], borough?: string, london = londonCells()): CellMap {
  const { grid } = london
  const box = extentOf(london, borough)
  const { west, south, east, north } = box
  const shades = steps.map((opacity) => {
    const own = spots.filter((_, place) => shadeOf(place, spots.length) === opacity)
    return { opacity, squares: own.length, path: own.map(({ cell }) => squarePath(grid, cell)).join('') }
  })
  return {
    box: `${west} ${-north} ${east - west} ${north - south}`,
    bounds: inDegrees(box),
    ...{ boroughsPath: london.outline, riverPath: riverPath() },
    shades,
  }
}

/** Such a map with the place of each square in its list written beside it. Of several in one square all stand there. */
export type MarkedMap = CellMap & {
  readonly marks: readonly { readonly says: string; readonly x: number; readonly y: number }[]
  /** Metres: how high the numbers are. A square of London is a point on a phone, its number is not. */
  readonly size: number
}

export function drawMarks(list: readonly (number | undefined)[], borough?: string, london = londonCells()): MarkedMap {
  const cells = list.filter((cell) => cell !== undefined)
  const map = drawCells(
    [...new Set(cells)].map((cell) => ({ cell })),
    borough,
    london,
  )
  const size = Math.round(Number(map.box.split(' ')[2]) / 24)
  const marks = [...new Set(cells)].map((cell) => {
    const [x, northing] = centreOf(london.grid, cell)
    const places = list.flatMap((one, at) => (one === cell ? [at + 1] : []))
    return { says: places.join(', '), x, y: Math.round(-northing - size / 4) }
  })
  return { ...map, marks, size }
}

const basemap = new URL('../../../../data/basemap/london.geojson', import.meta.url)
let river: string | undefined

/** The Thames of the base map (data/README.md), read when the first map is drawn. */
function riverPath(): string {
  if (river !== undefined) return river
  const { features } = JSON.parse(readFileSync(basemap, 'utf8')) as {
    features: { properties: { is: string }; geometry: unknown }[]
  }
  const toGrid = (lon: number, lat: number) => {
    const { easting, northing } = gridOf({ lon, lat })
    return [easting, northing] as const
  }
  const shapes = features.filter(({ properties }) => properties.is === 'river')
  river = shapes.flatMap(({ geometry }) => areaOf(geometry, toGrid).flat().map(pathOf)).join('')
  return river
}

/** The extent of London in degrees, as `bounds` of a map. */
export const boundsOfLondon = (): CellMap['bounds'] => inDegrees(extentOf(londonCells(), undefined))

function inDegrees({ west, south, east, north }: ReturnType<typeof extentOf>) {
  const low = lonLatOf({ easting: west, northing: south })
  const high = lonLatOf({ easting: east, northing: north })
  return [low.lon, low.lat, high.lon, high.lat] as const
}

const squarePath = ({ west, south, cell, cols }: Grid, at: number) =>
  `M${west + (at % cols) * cell} ${-(south + Math.floor(at / cols) * cell)}h${cell}v${-cell}h${-cell}z`

function extentOf({ grid, boroughs, boroughOf }: LondonCells, borough: string | undefined) {
  const wanted = boroughs.indexOf(borough ?? '')
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (let cell = 0; cell < boroughOf.length; cell++) {
    if (boroughOf[cell] === 255 || (wanted >= 0 && boroughOf[cell] !== wanted)) continue
    const [x, y] = [grid.west + (cell % grid.cols) * grid.cell, grid.south + Math.floor(cell / grid.cols) * grid.cell]
    box.west = Math.min(box.west, x)
    box.south = Math.min(box.south, y)
    box.east = Math.max(box.east, x + grid.cell)
    box.north = Math.max(box.north, y + grid.cell)
  }
  const around = wanted >= 0 ? 1000 : 300
  return { west: box.west - around, south: box.south - around, east: box.east + around, north: box.north + around }
}

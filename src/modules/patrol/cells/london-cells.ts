import { readFileSync } from 'node:fs'
import { areaOf, extentOfArea, maskOf } from '#lib/cells/area'
import { cellAt, type Grid, gridOver } from '#lib/cells/grid'
import { type GridPoint, gridOf } from '#lib/geo/grid'
import { cellMetres } from './theft-cell.ts'

/** The squares of Greater London, and whose borough each is. */
export type LondonCells = {
  readonly grid: Grid
  /** 1 where the square touches London. */
  readonly mask: Uint8Array
  readonly cells: number
  readonly boroughs: readonly string[]
  /** For each cell the place of its borough in `boroughs`; 255 outside. Where two meet it is the first one’s. */
  readonly boroughOf: Uint8Array
  /** The boroughs' outlines as one SVG path, in whole metres with north up (y is the northing, negative). */
  readonly outline: string
}

const file = new URL('../../../../data/boundaries/london-boroughs.geojson', import.meta.url)
type Feature = { readonly properties: { readonly name: string }; readonly geometry: unknown }

let made: LondonCells | undefined

/** Made at the first question, from the boroughs' outlines (data/README.md). */
export function londonCells(): LondonCells {
  made ??= make()
  return made
}

/** The borough of a square by its south-west corner; '' outside London. */
export function boroughAt({ easting, northing }: GridPoint): string {
  const { grid, boroughs, boroughOf } = londonCells()
  const cell = cellAt(grid, easting + grid.cell / 2, northing + grid.cell / 2)
  return boroughs[boroughOf[cell] as number] ?? ''
}

function make(): LondonCells {
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: Feature[] }
  const toGrid = (lon: number, lat: number) => {
    const { easting, northing } = gridOf({ lon, lat })
    return [easting, northing] as const
  }
  const areas = features.map(({ properties, geometry }) => ({ name: properties.name, area: areaOf(geometry, toGrid) }))
  const grid = gridOver(extentOfArea(areas.flatMap(({ area }) => area)), cellMetres)
  const boroughOf = new Uint8Array(grid.rows * grid.cols).fill(255)
  for (const [at, { area }] of areas.entries()) claim(boroughOf, maskOf(area, grid), at)
  const mask = Uint8Array.from(boroughOf, (borough) => (borough === 255 ? 0 : 1))
  return {
    ...{ grid, mask, cells: mask.reduce((sum, one) => sum + one, 0), boroughOf },
    boroughs: areas.map(({ name }) => name),
    outline: areas.flatMap(({ area }) => area.flat().map(pathOf)).join(''),
  }
}

/** Each corner from the one before, corners nearer than `fine` metres left out: a third of the bytes. */
export function pathOf(ring: Float64Array): string {
  const fine = 60
  let [px, py] = [0, 0]
  let path = ''
  for (let at = 0; at < ring.length; at += 2) {
    const [x, y] = [Math.round(ring[at] as number), -Math.round(ring[at + 1] as number)]
    if (path !== '' && Math.hypot(x - px, y - py) < fine) continue
    path += path === '' ? `M${x} ${y}` : `l${x - px} ${y - py}`
    ;[px, py] = [x, y]
  }
  return `${path}z`
}

function claim(boroughOf: Uint8Array, mask: Uint8Array, borough: number): void {
  for (let cell = 0; cell < mask.length; cell++) if (mask[cell] && boroughOf[cell] === 255) boroughOf[cell] = borough
}

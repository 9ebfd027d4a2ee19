import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { centreOf } from '#lib/cells/grid'
import type { GridPoint } from '#lib/geo/grid'
import { londonCells } from '../cells/london-cells.ts'

export type Station = GridPoint & {
  readonly name: string
  /** People in and out in 2016; undefined where it is not known. */
  readonly passengers: number | undefined
}

const file = new URL('../../../../data/stations.csv.gz', import.meta.url)
let read: readonly Station[] | undefined

/** The stations of the Tube, trains and trams (data/README.md). Read at the first question. */
export function stations(): readonly Station[] {
  read ??= parse<Record<string, string>>(gunzipSync(readFileSync(file)), { columns: true }).map(
    ({ name = '', easting, northing, entries_exits_2016: people }) => ({
      ...{ name, easting: Number(easting), northing: Number(northing) },
      passengers: people ? Number(people) : undefined,
    }),
  )
  return read
}

/** A theft this near is counted with a station: its exits, and the street in front of them. */
export const nearMetres = 250

/** The squares whose middle lies within so many metres. */
export function squaresWithin({ easting, northing }: GridPoint, metres: number): number[] {
  const { grid, mask } = londonCells()
  const [column, row] = [Math.floor((easting - grid.west) / grid.cell), Math.floor((northing - grid.south) / grid.cell)]
  const reach = Math.ceil(metres / grid.cell)
  const found: number[] = []
  for (let y = Math.max(0, row - reach); y <= Math.min(grid.rows - 1, row + reach); y++)
    for (let x = Math.max(0, column - reach); x <= Math.min(grid.cols - 1, column + reach); x++) {
      const cell = y * grid.cols + x
      const [east, north] = centreOf(grid, cell)
      if (mask[cell] && Math.hypot(east - easting, north - northing) <= metres) found.push(cell)
    }
  return found
}

/** The nearest station to the middle of a square, and how far it is. */
export function stationNear(cell: number): { readonly name: string; readonly metres: number } | undefined {
  const [east, north] = centreOf(londonCells().grid, cell)
  let found: { name: string; metres: number } | undefined
  for (const { name, easting, northing } of stations()) {
    const metres = Math.round(Math.hypot(east - easting, north - northing))
    if (!found || metres < found.metres) found = { name, metres }
  }
  return found
}

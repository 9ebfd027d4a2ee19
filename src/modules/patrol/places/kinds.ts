import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { cellAt } from '#lib/cells/grid'
import { londonCells } from '../cells/london-cells.ts'
import { stations } from './stations.ts'

/** What a place can be. In words as they are read in a list. */
export const kindWords = {
  station: 'Rail or Tube station',
  'bus-station': 'Bus or coach station',
  nightclub: 'Nightclub',
  theatre: 'Theatre or concert hall',
  shopping: 'Shopping area',
  supermarket: 'Supermarket',
  college: 'College or university',
  hospital: 'Hospital',
  park: 'Park or open space',
  sports: 'Sports ground',
  conference: 'Conference centre',
  parking: 'Car park',
  petrol: 'Petrol station',
  subway: 'Way under a road',
  police: 'Police station',
} as const
export type PlaceKind = keyof typeof kindWords

export type PlaceKinds = {
  /** How many of each there are. */
  readonly places: ReadonlyMap<PlaceKind, number>
  /** The squares that hold each. */
  readonly squares: ReadonlyMap<PlaceKind, ReadonlySet<number>>
  readonly of: (cell: number) => readonly PlaceKind[]
}

const file = new URL('../../../../data/place-kinds.csv.gz', import.meta.url)
let read: PlaceKinds | undefined

/** Which sorts of place lie in which square (data/README.md). Read at the first question. */
export function placeKinds(): PlaceKinds {
  read ??= readAll()
  return read
}

function readAll(): PlaceKinds {
  const { grid } = londonCells()
  const places = new Map<PlaceKind, number>()
  const squares = new Map<PlaceKind, Set<number>>()
  const kinds = new Map<number, PlaceKind[]>()
  const put = (kind: PlaceKind, easting: number, northing: number) => {
    const cell = cellAt(grid, easting, northing)
    if (cell < 0) return
    places.set(kind, (places.get(kind) ?? 0) + 1)
    squares.set(kind, (squares.get(kind) ?? new Set<number>()).add(cell))
    const here = kinds.get(cell) ?? []
    if (!here.includes(kind)) kinds.set(cell, [...here, kind])
  }
  const rows = parse<{ kind: PlaceKind; easting: string; northing: string }>(gunzipSync(readFileSync(file)), {
    columns: true,
  })
  for (const { kind, easting, northing } of rows) put(kind, Number(easting), Number(northing))
  for (const { easting, northing } of stations()) put('station', easting, northing)
  return { places, squares, of: (cell) => kinds.get(cell) ?? [] }
}

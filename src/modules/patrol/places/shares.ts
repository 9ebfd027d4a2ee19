import { type Sourced, sumTold } from '../cells/few-reports.ts'
import { calendarMonths } from '../cells/whole-months.ts'
import { kindWords, type PlaceKind, placeKinds } from './kinds.ts'
import { nearMetres, type Station, squaresWithin, stations } from './stations.ts'

/** Thefts of the last twelve months that are over, in every square. */
export function lastYear(look: Sourced): Float64Array {
  const { counts } = look
  const sums = new Float64Array(counts.cells)
  for (const month of calendarMonths(look).slice(-12)) {
    const own = counts.month(month)
    if (own) for (let cell = 0; cell < sums.length; cell++) sums[cell] = (sums[cell] as number) + (own[cell] as number)
  }
  return sums
}

export type KindShare = {
  readonly kind: PlaceKind
  readonly name: string
  readonly places: number
  readonly squares: number
  readonly thefts: number
  /** Of all thefts. A square can hold places of several kinds, so the shares add up to more than their union. */
  readonly share: number
  /** Thefts a square with such a place, over thefts a square of London: 1 is as anywhere. */
  readonly timesAsMany: number
}

/** How much of all theft lies in squares that hold a place of each kind; the most thefts a square first. */
export function kindShares(look: Sourced, year = lastYear(look)): KindShare[] {
  const all = sumTold(look, year)
  const { places, squares } = placeKinds()
  return [...squares]
    .map(([kind, cells]) => {
      const thefts = sumTold(
        look,
        Array.from(cells, (cell) => year[cell] ?? 0),
      )
      const even = (all * cells.size) / look.london.cells
      return {
        ...{ kind, name: kindWords[kind], places: places.get(kind) ?? 0, squares: cells.size, thefts },
        ...{ share: all > 0 ? thefts / all : 0, timesAsMany: even > 0 ? thefts / even : 0 },
      }
    })
    .sort((a, b) => b.timesAsMany - a.timesAsMany || (a.kind < b.kind ? -1 : 1))
}

export type StationThefts = Station & {
  readonly thefts: number
  /** Thefts for each million people in and out in a year; undefined where they are not known. */
  readonly perMillion: number | undefined
}

let around: ReadonlyMap<Station, readonly number[]> | undefined

/** Thefts near each station, the most first. Where two stations are near one square, it counts for both. */
export function stationThefts(look: Sourced, year = lastYear(look)): StationThefts[] {
  around ??= new Map(stations().map((station) => [station, squaresWithin(station, nearMetres)]))
  return [...around]
    .map(([station, cells]) => {
      const thefts = sumTold(
        look,
        Array.from(cells, (cell) => year[cell] ?? 0),
      )
      return {
        ...{ ...station, thefts },
        perMillion: station.passengers ? (thefts * 1e6) / station.passengers : undefined,
      }
    })
    .filter(({ thefts }) => thefts > 0)
    .sort((a, b) => b.thefts - a.thefts || (a.name < b.name ? -1 : 1))
}

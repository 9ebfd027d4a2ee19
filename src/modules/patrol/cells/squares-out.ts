import type { Grid } from '#lib/cells/grid'
import { centreOf } from '#lib/cells/grid'
import { lonLatOf } from '#lib/geo/grid'
import type { EmergingClass } from '#lib/stats/emerging'
import { nameOfSquare } from './asked.ts'
import { shadeOf } from './draw-cells.ts'
import { type Told, toldOf } from './few-reports.ts'
import type { Hotspot } from './hotspots.ts'
import type { HowItCame } from './how-it-came.ts'
import type { LookedAt } from './look.ts'
import { nextMonth } from './next-month.ts'

/** A listed square as files and maps take it. */
export type SquareOut = {
  readonly spot: Pick<Hotspot, 'cell' | 'rank' | 'floorRank' | 'borough'>
  readonly told: Told
  readonly near: string
  readonly easting: number
  readonly northing: number
  readonly lon: number
  readonly lat: number
  /** The cell of H3 (resolution 9, 0.1 km²) that holds the square's middle, for exchange with who counts by these. */
  readonly h3: string
  readonly came: EmergingClass | undefined
  readonly expected: number | undefined
  /** The same by the learned model, where it makes the list. */
  readonly learned: number | undefined
  readonly shade: number
}

const resolution = 9

/** The squares of a list, in its order. */
export async function squaresOut(look: LookedAt, spots: readonly Hotspot[], came: HowItCame): Promise<SquareOut[]> {
  const { latLngToCell } = await import('h3-js') // a megabyte that most starts of the program never need
  const next = nextMonth(look)
  return spots.map((spot, place) => {
    const [easting, northing] = centreOf(look.london.grid, spot.cell)
    const { lon, lat } = lonLatOf({ easting, northing })
    return {
      ...{ spot, told: toldOf(look, spot), near: nameOfSquare(spot.cell), easting, northing, lon, lat },
      ...{ h3: latLngToCell(lat, lon, resolution), came: came?.(spot.cell) },
      ...{ expected: next?.expectedIn(spot.score), learned: next?.learnedIn?.(spot.cell) },
      ...{ shade: shadeOf(place, spots.length) },
    }
  })
}

/** The corners of a square in degrees, anticlockwise from the south-west and back to it (RFC 7946). */
export function cornersOf({ west, south, cell, cols }: Grid, at: number): readonly (readonly [number, number])[] {
  const [x, y] = [west + (at % cols) * cell, south + Math.floor(at / cols) * cell]
  return [
    [x, y],
    [x + cell, y],
    [x + cell, y + cell],
    [x, y + cell],
    [x, y],
  ].map(([easting = 0, northing = 0]) => {
    const { lon, lat } = lonLatOf({ easting, northing })
    return [six(lon), six(lat)] as const
  })
}

const six = (degrees: number) => Math.round(degrees * 1e6) / 1e6

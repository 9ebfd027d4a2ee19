import type { GridPoint } from '#lib/geo/grid'
import { londonCells } from '../cells/london-cells.ts'
import { cellMetres } from '../cells/theft-cell.ts'
import type { PlannedShift } from './planned-shift.ts'

/** A map of a plan in metres of the National Grid, north up: what an SVG needs. `box` is its viewBox. */
export type ShiftMap = {
  readonly box: string
  readonly outline: string
  /** Metres: of the words in the squares. */
  readonly size: number
  readonly squares: readonly {
    readonly x: number
    readonly y: number
    readonly lot: boolean
    readonly side: number
    /** Such as 2.3: the third stop of unit 2. */
    readonly labels: readonly { readonly says: string; readonly x: number; readonly y: number }[]
  }[]
  readonly ways: readonly string[]
  /** One number for each unit, in the middle of its stops: on paper and on a phone those of the stops are too small to read. */
  readonly units: readonly { readonly says: string; readonly x: number; readonly y: number }[]
  readonly unitSize: number
}

const around = 450
const leastMetres = 1800

/** Each stop in its square, each tour as a line from stop to stop. */
export function drawShift({ squares, tours }: Pick<PlannedShift, 'squares' | 'tours'>): ShiftMap | undefined {
  if (squares.length === 0) return undefined
  const { west, north, wide, high } = extentOf(squares)
  const stops = tours.flatMap((tour, unit) =>
    tour.stops.map((stop, at) => ({ ...stop, says: `${unit + 1}.${at + 1}` })),
  )
  const size = 48
  const unitSize = Math.round(Math.max(wide, high) / 16)
  return {
    ...{ box: `${west} ${-north} ${wide} ${high}`, outline: londonCells().outline, size, unitSize },
    units: tours.flatMap(({ stops: own }, unit) => {
      const middle = middleOf(own.map(({ square }) => squares[square] as GridPoint))
      return middle ? [{ says: String(unit + 1), x: middle.x, y: Math.round(middle.y + unitSize * 0.35) }] : []
    }),
    squares: squares.map(({ easting, northing }, square) => {
      const here = stops.filter((stop) => stop.square === square)
      const middle = -northing - cellMetres / 2
      return {
        ...boxOfSquare(
          { easting, northing },
          here.some(({ lot }) => lot),
        ),
        labels: here.map(({ says }, at) => ({
          says,
          x: easting + cellMetres / 2,
          y: middle + size * (at - (here.length - 1) / 2 + 0.35),
        })),
      }
    }),
    ways: tours.map(({ stops: own }) => {
      const middles = own.map(({ square }) => squares[square] as GridPoint)
      return middles
        .map(
          ({ easting, northing }, at) => `${at ? 'L' : 'M'}${easting + cellMetres / 2} ${-northing - cellMetres / 2}`,
        )
        .join('')
    }),
  }
}

function middleOf(corners: readonly GridPoint[]): { readonly x: number; readonly y: number } | undefined {
  if (corners.length === 0) return undefined
  const mean = (values: number[]) => Math.round(values.reduce((sum, one) => sum + one, 0) / values.length)
  const half = cellMetres / 2
  return {
    x: mean(corners.map(({ easting }) => easting + half)),
    y: mean(corners.map(({ northing }) => -northing - half)),
  }
}

/** One drawn by lot is a little smaller: its broken line would be lost under those of its neighbours. */
function boxOfSquare({ easting, northing }: GridPoint, lot: boolean) {
  const inset = lot ? 14 : 0
  return { x: easting + inset, y: -northing - cellMetres + inset, side: cellMetres - 2 * inset, lot }
}

/** Around all squares, and never so near that one square fills the picture. */
function extentOf(squares: readonly GridPoint[]) {
  const eastings = squares.map(({ easting }) => easting)
  const northings = squares.map(({ northing }) => northing)
  const span = (values: number[]) => {
    const [least, most] = [Math.min(...values), Math.max(...values) + cellMetres]
    const long = Math.max(most - least + 2 * around, leastMetres)
    return { middle: (least + most) / 2, long }
  }
  const [across, up] = [span(eastings), span(northings)]
  return {
    ...{ west: Math.round(across.middle - across.long / 2), north: Math.round(up.middle + up.long / 2) },
    ...{ wide: Math.round(across.long), high: Math.round(up.long) },
  }
}

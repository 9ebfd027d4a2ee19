import { centreOf } from '#lib/cells/grid'
import type { PlanCells } from '#lib/patrol-plan/input'
import { speeds, streetFactor } from '#lib/patrol-plan/travel'
import { nameOfSquare } from '../cells/asked.ts'
import type { Sourced } from '../cells/few-reports.ts'
import { type Hotspot, type Look, weightsOf } from '../cells/hotspots.ts'
import { theftsADay } from '../cells/rate-now.ts'
import { planInThread } from './in-thread.ts'
import { type ShiftHours, shiftHours } from './shift-hours.ts'

/** One shift of one borough: who walks where, and when. What a commander reads in a minute and an officer carries. */
export type ShiftSheet = {
  readonly tours: readonly {
    readonly unit: number
    readonly near: string
    readonly stops: readonly {
      readonly cell: number
      readonly near: string
      readonly from: Date
      readonly to: Date
      readonly lot: boolean
    }[]
  }[]
  /** Expected thefts of the shift within reach of a post, of all that are expected in the borough's listed squares. */
  readonly share: number
  readonly expected: number
  /** Whether that is of the hours of this shift; else it is as if all hours were alike, for none are known. */
  readonly byHour: boolean
  readonly byLot: number
}

export type ShiftAsked = {
  readonly units: number
  readonly hours: number
  readonly starts: Date
  readonly seed: number
}

/** Squares of a borough that a shift may be sent to for their thefts: the listed ones, and those that follow. */
const mostSquares = 120
/** Of each borough where there are many: with as few as this the best of London's squares are all among them. */
const leastSquares = 40
const reach = 600
const minute = 60

/**
 * Plans a shift on foot, in a thread of its own: dwell of 12 to 15 minutes, no square twice within an hour, 7.5% of the time by lot. The same seed gives
 * the same sheet, so that it can be printed again.
 */
export async function shiftSheet(look: Sourced, borough: string, asked: ShiftAsked): Promise<ShiftSheet | undefined> {
  const busy = squaresOf(look, borough)
  if (busy.length === 0) return undefined
  const squares = withQuiet(look, busy, reach)
  const when = shiftHours(look, asked.starts, asked.hours)
  const cells = planCells(look, squares, { hours: asked.hours, busy: busy.length, boroughs: [borough], when })
  const plan = await planInThread({
    cells,
    // A borough that has had its first theft has one square: one unit is enough for it.
    units: Array.from({ length: Math.min(asked.units, busy.length) }, (_, at) => ({
      id: `${at + 1}`,
      metresPerSecond: speeds.walk,
    })),
    shift: {
      ...{ seconds: asked.hours * 60 * minute, dwell: { least: 12 * minute, most: 15 * minute }, gap: 60 * minute },
      ...{
        visits: Math.max(1, Math.floor(asked.hours / 3)),
        reach,
        randomStart: 10 * minute,
        chance: 0.075,
        streetFactor,
      },
    },
    // One borough has nobody to share with: the floor of outer boroughs is kept by plans of an area (plan-areas.ts).
    floor: { shares: Float64Array.of(0), given: Float64Array.of(0) },
    ...{ seed: asked.seed, rounds: 400 },
  })
  const at = (seconds: number) => new Date(asked.starts.getTime() + seconds * 1000)
  const squareAt = (index: number) => squares[index] as number
  return {
    tours: plan.tours.map(({ post, stops }, unit) => ({
      ...{ unit: unit + 1, near: nameOfSquare(squareAt(post)) },
      stops: stops.map(({ cell, starts, leaves, why }) => ({
        ...{
          cell: squareAt(cell),
          near: nameOfSquare(squareAt(cell)),
          from: at(starts),
          to: at(leaves),
          lot: why === 'chance',
        },
      })),
    })),
    share: plan.cover.share,
    expected: cells.risk.reduce((sum, risk) => sum + risk, 0),
    byHour: when.byHour,
    byLot: plan.chance.share,
  }
}

/** Squares of a borough with any theft, those that weigh most first. `among`: how many boroughs the plan is for. */
export function squaresOf(look: Look, borough: string, among = 1): number[] {
  const { london } = look
  const scores = weightsOf(look)
  const own = london.boroughs.indexOf(borough)
  const cells = [...london.boroughOf.keys()].filter(
    (cell) => london.boroughOf[cell] === own && (scores[cell] as number) > 0,
  )
  return cells
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, among > 4 ? leastSquares : mostSquares)
}

/**
 * Those squares, and behind them all others of their boroughs that a unit posted at one of them gets to: most have no theft at all. By
 * risk nobody is sent there. The lot draws from all alike, so that what the map does not show is looked at too.
 */
export function withQuiet(
  { london: { grid, boroughOf } }: Pick<Look, 'london'>,
  busy: readonly number[],
  metres: number,
): number[] {
  const own = new Set(busy.map((cell) => boroughOf[cell]))
  const known = new Set(busy)
  const quiet = new Set<number>()
  const around = Math.floor(metres / grid.cell)
  for (const post of busy)
    for (let up = -around; up <= around; up++)
      for (let across = -around; across <= around; across++) {
        const [row, column] = [Math.floor(post / grid.cols) + up, (post % grid.cols) + across]
        const cell = row * grid.cols + column
        const isIn = row >= 0 && row < grid.rows && column >= 0 && column < grid.cols && own.has(boroughOf[cell])
        if (isIn && !known.has(cell) && Math.hypot(up, across) * grid.cell <= metres) quiet.add(cell)
      }
  return [...busy, ...[...quiet].sort((a, b) => a - b)]
}

type Cells = {
  readonly hours: number
  readonly busy: number
  readonly boroughs: readonly string[]
  readonly when: ShiftHours
}

/**
 * The first `busy` squares have the thefts of a shift, the others count as none. With thefts at a steady rate the decayed count stands
 * at rate × half-life / ln 2: so the rate is read off it (rate-now.ts), and its borough says what the hours of the shift have of it.
 */
export function planCells(look: Look, squares: readonly number[], { hours, busy, boroughs, when }: Cells): PlanCells {
  const { grid, boroughs: all, boroughOf } = look.london
  const scores = weightsOf(look)
  const perDay = theftsADay(look)
  const middles = squares.map((cell) => centreOf(grid, cell))
  const area = Int32Array.from(squares, (cell) => boroughs.indexOf(all[boroughOf[cell] as number] as string))
  const times = boroughs.map(when.times)
  const inShift = (perDay * hours) / 24
  return {
    eastings: Float64Array.from(middles, ([easting]) => easting),
    northings: Float64Array.from(middles, ([, northing]) => northing),
    risk: Float64Array.from(squares, (cell, at) =>
      at < busy ? (scores[cell] as number) * inShift * (times[area[at] as number] as number) : 0,
    ),
    area,
  }
}

/** The borough whose listed squares weigh most. */
export function heaviestBorough(spots: readonly Hotspot[]): string | undefined {
  const weights = new Map<string, number>()
  for (const { borough, score } of spots) weights.set(borough, (weights.get(borough) ?? 0) + score)
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0]
}

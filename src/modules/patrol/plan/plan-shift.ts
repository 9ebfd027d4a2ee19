import { randomUUID } from 'node:crypto'
import type { GridPoint } from '#lib/geo/grid'
import type { Floor, PatrolPlan, PlanCells, PlanInput, PlannedStop } from '#lib/patrol-plan/input'
import { speeds, streetFactor } from '#lib/patrol-plan/travel'
import type { Sourced } from '../cells/few-reports.ts'
import { type Look, madeByOf } from '../cells/hotspots.ts'
import type { Source } from '../cells/look.ts'
import { planInThread } from './in-thread.ts'
import { isLarger } from './larger-areas.ts'
import { boroughsIn, floorShares } from './plan-areas.ts'
import type { PlannedShift, Way } from './planned-shift.ts'
import { type ShiftHours, shiftHours } from './shift-hours.ts'
import { planCells, squaresOf, withQuiet } from './shift-sheet.ts'

export type PlanAsked = {
  readonly source: Source
  /** A borough, or an area of several (plan-areas.ts). */
  readonly area: string
  readonly begins: Date
  readonly hours: number
  readonly units: readonly { readonly by: Way }[]
  /** Minutes. */
  readonly dwell: { readonly least: number; readonly most: number }
  readonly gap: number
  readonly lotPermille: number
  readonly seed: number
  readonly covert?: boolean
  /** When visible patrols last left a square, by its corner. */
  readonly lastLeft?: ReadonlyMap<string, Date>
  /** Units that each borough had in the plans of this area before: what is owed to an outer one is carried on. */
  readonly had?: ReadonlyMap<string, number>
}

const minute = 60
/** Straight metres from a post: ten minutes on foot; a car gets as far in a few. */
const reachOf = (units: PlanAsked['units']) => (units.some(({ by }) => by === 'foot') ? 600 : 2000)
const speedOf = { foot: speeds.walk, vehicle: speeds.drive } as const

export const cornerKey = ({ easting, northing }: GridPoint): string => `${easting} ${northing}`

/** Plans a shift from the thefts of a look, in a thread of its own. Undefined where no theft is counted. */
export async function planShift(look: Sourced, asked: PlanAsked): Promise<PlannedShift | undefined> {
  const boroughs = boroughsIn(asked.area)
  const busy = boroughs.flatMap((name) => squaresOf(look, name, boroughs.length))
  if (busy.length < asked.units.length) return undefined
  const squares = asked.lotPermille > 0 ? withQuiet(look, busy, reachOf(asked.units)) : busy
  const when = shiftHours(look, asked.begins, asked.hours)
  const input = inputOf(look, squares, busy.length, { ...asked, when })
  const plan = written(look, squares, asked, input, await planInThread(input, asked.covert))
  return { ...plan, byHour: when.byHour, madeBy: madeByOf(look) }
}

type Weighed = PlanAsked & { readonly when: ShiftHours }

function inputOf(look: Look, squares: readonly number[], busy: number, asked: Weighed): PlanInput {
  const { hours, units, dwell, gap, begins, lastLeft, when } = asked
  const boroughs = boroughsIn(asked.area)
  const cells = planCells(look, squares, { hours, busy, boroughs, when })
  const left = squares.map((cell) => {
    const at = lastLeft?.get(cornerKey(cornerOf(look, cell)))
    return at ? Math.min(0, (at.getTime() - begins.getTime()) / 1000) : Number.NEGATIVE_INFINITY
  })
  return {
    cells: { ...cells, lastLeft: Float64Array.from(left) },
    units: units.map(({ by }, at) => ({ id: `${at}`, metresPerSecond: speedOf[by], covert: asked.covert ?? false })),
    shift: {
      ...{ seconds: hours * 60 * minute, gap: gap * minute, streetFactor, reach: reachOf(units) },
      dwell: { least: dwell.least * minute, most: dwell.most * minute },
      ...{ visits: visitsIn(hours, gap, dwell.most), randomStart: 10 * minute, chance: asked.lotPermille / 1000 },
    },
    floor: floorOf(boroughs, cells, asked.had),
    ...{ seed: asked.seed, rounds: 400 },
  }
}

/** Where no theft is counted nobody can be posted: such a borough is owed nothing yet. */
function floorOf(boroughs: readonly string[], { risk, area }: PlanCells, had: PlanAsked['had']): Floor {
  const withRisk = new Set(area.filter((_, at) => (risk[at] as number) > 0))
  return {
    shares: Float64Array.from(floorShares(boroughs), (share, at) => (withRisk.has(at) ? share : 0)),
    given: Float64Array.from(boroughs, (name) => had?.get(name) ?? 0),
  }
}

/** About one visit in three hours; each needs its stay and the gap free in its part of the shift. */
const visitsIn = (hours: number, gap: number, most: number) =>
  Math.max(1, Math.min(Math.floor(hours / 3), Math.floor((hours * 60) / (gap + 2 * most))))

const cornerOf = ({ london: { grid } }: Look, cell: number): GridPoint => ({
  easting: grid.west + (cell % grid.cols) * grid.cell,
  northing: grid.south + Math.floor(cell / grid.cols) * grid.cell,
})

function written(
  look: Look,
  cells: readonly number[],
  { source, area, begins, hours, units, dwell, gap, lotPermille, seed }: PlanAsked,
  input: PlanInput,
  plan: PatrolPlan,
): PlannedShift {
  const used = [...new Set(plan.tours.flatMap(({ stops }) => stops.map(({ cell }) => cell)))].sort((a, b) => a - b)
  const stopOf = ({ cell, starts, leaves, why }: PlannedStop) => ({
    ...{ square: used.indexOf(cell), starts, leaves, lot: why === 'chance' },
  })
  const expected = input.cells.risk.reduce((sum, risk) => sum + risk, 0)
  return {
    ...(isLarger(area) && { area }),
    ...{ source, begins: begins.toISOString(), dwell, gap, lotPermille, seed },
    ends: new Date(begins.getTime() + hours * 3_600_000).toISOString(),
    ...{ lotChance: plan.chance.probability, expectedTenths: Math.round(expected * 10) },
    coveredPercent: Math.round(plan.cover.share * 100),
    squares: used.map((cell) => ({ fence: randomUUID(), ...cornerOf(look, cells[cell] as number) })),
    tours: plan.tours.map(({ unit, stops }) => ({ by: units[Number(unit)]?.by ?? 'foot', stops: stops.map(stopOf) })),
  }
}

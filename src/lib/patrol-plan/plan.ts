import { type Random, seeded } from '../stats/random.ts'
import { type Beat, beatsOf, coveredFrom, postsIn } from './beats.ts'
import { chanceShare, chanceStops, type Draw, drawCells } from './chance.ts'
import { chooseCover } from './cover/choose.ts'
import { type Cover, reachOf } from './cover/problem.ts'
import { leastUnits } from './floor.ts'
import type { PatrolPlan, PlanInput, PlannedStop, Unit } from './input.ts'
import { type Offered, stopsOf, wholeShift } from './stops.ts'
import { type Fault, faultsOf } from './tours/check.ts'
import { type FinishedTour, finished } from './tours/finish.ts'
import type { Crew, TourProblem } from './tours/problem.ts'
import { solveTours } from './tours/solve.ts'

/**
 * A shift's visible patrols: where each unit is posted (coverage with the areas' floor), and its tour of stops. Covert units in the
 * input change nothing here, not even the numbers drawn: who reads this plan learns nothing of them.
 */
export const planVisible = (input: PlanInput): Promise<PatrolPlan> =>
  planFor(
    input,
    input.units.filter(({ covert }) => !covert),
  )

/** The plain-clothes units' own plan, for those with need. No floor and no lot: those are about what the public sees. */
export const planCovert = (input: PlanInput): Promise<PatrolPlan> =>
  planFor(
    {
      ...input,
      seed: input.seed + 1_000_003,
      shift: { ...input.shift, chance: 0 },
      floor: { ...input.floor, shares: new Float64Array(input.floor.shares.length) },
    },
    input.units.filter(({ covert }) => covert),
  )

async function planFor(input: PlanInput, units: readonly Unit[]): Promise<PatrolPlan> {
  const { cells, shift, floor, seed } = input
  const reach = reachOf(cells, cells, shift.reach)
  const candidates = postsIn(cells, reach)
  const least = leastUnits({ ...floor, units: units.length })
  const cover: Cover = {
    ...{ risk: cells.risk, reach: coveredFrom(reach, candidates, cells.risk), units: units.length, least },
    area: Int32Array.from(candidates, (cell) => cells.area[cell] as number),
  }
  const choice = await chooseCover(cover, { seed })
  const beats = beatsOf(cells, units, { choice, candidates, reach, least })
  const toured = tour(input, beats, seeded(seed + 1))
  const all = cells.risk.reduce((sum, each) => sum + each, 0)
  return {
    cover: {
      ...{ method: choice.method, posts: choice.posts.map((post) => candidates[post] as number) },
      ...{ covered: choice.covered, share: all > 0 ? choice.covered / all : 0 },
    },
    ...{ tours: toured.tours, chance: toured.chance, areas: areasOf(input, toured.tours) },
  }
}

type Toured = Pick<PatrolPlan, 'tours' | 'chance'>

/** Tours with the drawn cells in them. How many to draw depends on how many stops there are, so a quick plan counts them first. */
function tour(input: PlanInput, beats: readonly Beat[], random: Random): Toured {
  const { shift, rounds = usualRounds } = input
  const leaves = beats.map(() => random.below(shift.randomStart + 1))
  const population = [...new Set(beats.flatMap(({ cells }) => cells))]
    .filter((cell) => wholeShift(cell, input).opens <= wholeShift(cell, input).closes)
    .sort((a, b) => a - b)
  const seed = random.below(2 ** 31)
  let draw: Draw = { cells: [], probability: 0 }
  let made = madeOf(input, beats, leaves, draw, { seed, rounds: shift.chance > 0 ? Math.ceil(rounds / 5) : rounds })
  for (let tries = 0; shift.chance > 0 && tries < 3; tries++) {
    const stops = made.tours.reduce((sum, { stops }) => sum + stops.length, 0)
    if (tries > 0 && isBetween(draw.cells.length / stops)) break
    draw = drawCells(population, chanceStops(stops, shift.chance, random), random)
    made = madeOf(input, beats, leaves, draw, { seed, rounds })
  }
  return withStretch(input, beats, leaves, draw, made, random)
}

/** Rounds of destroy and repair for a plan that is handed out; see bench/patrol-plan.ts. */
const usualRounds = 200

const isBetween = (share: number) => share >= chanceShare.least - 1e-9 && share <= chanceShare.most + 1e-9

type Made = { readonly offered: Offered; readonly problem: TourProblem; readonly tours: ReturnType<typeof solveTours> }

function madeOf(
  input: PlanInput,
  beats: readonly Beat[],
  leaves: readonly number[],
  draw: Draw,
  settings: { readonly seed: number; readonly rounds: number },
): Made {
  const { cells, shift } = input
  const offered = stopsOf(input, beats, draw.cells)
  const crews = beats.map(
    ({ unit, post }, index): Crew => ({
      easting: unit.from?.easting ?? (cells.eastings[post] as number),
      northing: unit.from?.northing ?? (cells.northings[post] as number),
      ...{ metresPerSecond: unit.metresPerSecond, leaves: leaves[index] as number, until: shift.seconds },
      may: offered.may[index] as Uint8Array,
    }),
  )
  const problem = { stops: offered.stops, crews, streetFactor: shift.streetFactor }
  return { offered, problem, tours: solveTours(problem, settings) }
}

/** Longer stays where there is time, unless they would give chance less or more than its share of it. */
function withStretch(
  input: PlanInput,
  beats: readonly Beat[],
  leaves: readonly number[],
  draw: Draw,
  { offered, problem, tours }: Made,
  random: Random,
): Toured {
  const { least, most } = input.shift.dwell
  const isDrawn = new Set(draw.cells)
  const written = (longest: number) => {
    const done = finished(problem, tours, { least, most: longest, random })
    const planned = done.map((each, index) => ({
      ...{
        unit: (beats[index] as Beat).unit.id,
        post: (beats[index] as Beat).post,
        heldIn: (beats[index] as Beat).heldIn,
      },
      ...{ leaves: leaves[index] as number, stops: stopsIn(each, offered, isDrawn), back: each.back },
    }))
    return { tours: planned, chance: { ...draw, share: shareOfChance(planned.flatMap(({ stops }) => stops)) } }
  }
  const longer = written(most)
  return input.shift.chance === 0 || isBetween(longer.chance.share) ? longer : written(least)
}

const stopsIn = (
  { stops, starts, dwell }: FinishedTour,
  { cell }: Offered,
  isDrawn: ReadonlySet<number>,
): PlannedStop[] =>
  stops.map((stop, at) => ({
    cell: cell[stop] as number,
    starts: starts[at] as number,
    leaves: (starts[at] as number) + dwell,
    why: isDrawn.has(cell[stop] as number) ? 'chance' : 'risk',
  }))

const staying = (stops: readonly PlannedStop[]) => stops.reduce((sum, { starts, leaves }) => sum + leaves - starts, 0)

function shareOfChance(stops: readonly PlannedStop[]): number {
  const all = staying(stops)
  return all > 0 ? staying(stops.filter(({ why }) => why === 'chance')) / all : 0
}

function areasOf({ cells, floor }: PlanInput, tours: PatrolPlan['tours']): PatrolPlan['areas'] {
  const units = new Int32Array(floor.shares.length)
  const seconds = new Float64Array(floor.shares.length)
  for (const { post, stops } of tours) {
    const area = cells.area[post] as number
    units[area] = (units[area] as number) + 1
    for (const stop of stops) {
      const place = cells.area[stop.cell] as number
      seconds[place] = (seconds[place] as number) + stop.leaves - stop.starts
    }
  }
  return { units, seconds }
}

/** What the independent judge finds wrong with a plan: nothing, or the plan is not handed out. */
export function faultsIn({ cells, units, shift }: PlanInput, { tours }: PatrolPlan): Fault[] {
  const unitOf = new Map(units.map((unit) => [unit.id, unit]))
  const placeOf = (cell: number) => ({
    easting: cells.eastings[cell] as number,
    northing: cells.northings[cell] as number,
  })
  const made = tours.map(({ unit, post, leaves, back, stops }) => ({
    ...{ unit, leaves, back, until: shift.seconds, ...(unitOf.get(unit)?.from ?? placeOf(post)) },
    metresPerSecond: unitOf.get(unit)?.metresPerSecond as number,
    stops: stops.map(({ cell, starts, leaves }) => ({
      ...{ cell, starts, leaves, ...placeOf(cell) },
      lastLeft: cells.lastLeft?.[cell] ?? Number.NEGATIVE_INFINITY,
    })),
  }))
  return faultsOf(made, shift)
}

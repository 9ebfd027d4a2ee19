import type { Random } from '../../stats/random.ts'
import { partOf } from './parts.ts'
import { type Tour, type TourProblem, travelOf } from './problem.ts'
import { type Ground, type Route, routeOf } from './route.ts'

/** A tour as it is handed out, with how long each of its stays is. */
export type FinishedTour = Tour & { readonly dwell: number }

type Settings = { readonly least: number; readonly most: number; readonly random: Random }

/**
 * Every other tour, by lot, runs the other way round where its windows let it; time that is left becomes longer stays, the same for
 * all stops of a tour, up to `most` seconds.
 */
export function finished(
  problem: TourProblem,
  tours: readonly Tour[],
  { least, most, random }: Settings,
): FinishedTour[] {
  return tours.map(({ stops }, crew) => {
    const own = partOf(problem, { crews: [crew], stops })
    const ground: Ground = { problem: own, travel: travelOf(own) }
    const there = [...stops.keys()]
    const route = (random.below(2) === 1 && routeOf(ground, 0, there.toReversed())) || routeOf(ground, 0, there)
    const { stops: order, ...times } = stretched(ground, route as Route, least, most)
    return { ...times, stops: order.map((at) => stops[at] as number) }
  })
}

function stretched(ground: Ground, route: Route, least: number, most: number): FinishedTour {
  const { crew, stops } = route
  for (let dwell = most; dwell > least; dwell = Math.max(least, dwell - 15)) {
    const longer = routeOf(staying(ground, stops, dwell), crew, stops)
    if (longer) return { stops, starts: longer.starts, back: longer.back, dwell }
  }
  return { stops, starts: route.starts, back: route.back, dwell: least }
}

function staying({ problem, travel }: Ground, stops: readonly number[], dwell: number): Ground {
  const longer = problem.stops.dwell.slice()
  for (const stop of stops) longer[stop] = dwell
  return { travel, problem: { ...problem, stops: { ...problem.stops, dwell: longer } } }
}

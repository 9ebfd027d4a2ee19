import type { Crew, TourProblem, Travel } from './problem.ts'

/** A unit's tour with what is needed to judge a change of it at once. Never changed: a new order is a new route. */
export type Route = {
  readonly crew: number
  readonly stops: readonly number[]
  readonly starts: readonly number[]
  readonly back: number
  /** How much later each stay may begin without breaking anything after it; the last one is for being back. */
  readonly slack: readonly number[]
  /** For each stop: the least seconds that putting it in costs (-1: it cannot be), and where; made at first use. */
  offers?: { readonly costs: Int32Array; readonly at: Int16Array }
}

export type Ground = { readonly problem: TourProblem; readonly travel: Travel }

/** Seconds from stop to stop; -1 is where the crew begins and ends. */
export const seconds = ({ travel }: Ground, crew: number, from: number, to: number): number => {
  if (from >= 0 && to >= 0) return travel.between[crew]?.[from * travel.count + to] as number
  const stop = Math.max(from, to)
  return stop < 0 ? 0 : (travel.home[crew]?.[stop] as number)
}

/** The route in this order, each stay as early as can be; undefined when it breaks a window or comes back late. */
export function routeOf(ground: Ground, crew: number, stops: readonly number[]): Route | undefined {
  const { opens, closes, dwell } = ground.problem.stops
  const { leaves, until } = ground.problem.crews[crew] as Crew
  const starts: number[] = []
  let [now, last] = [leaves, -1]
  for (const stop of stops) {
    const start = Math.max(now + seconds(ground, crew, last, stop), opens[stop] as number)
    if (start > (closes[stop] as number)) return undefined
    starts.push(start)
    ;[now, last] = [start + (dwell[stop] as number), stop]
  }
  const back = now + seconds(ground, crew, last, -1)
  if (back > until) return undefined
  return { crew, stops, starts, back, slack: slackOf(ground, crew, stops, starts, until - back) }
}

/** MaxShift of Vansteenwegen and others (2009): from the end backwards, waiting times give room. */
function slackOf(
  ground: Ground,
  crew: number,
  stops: readonly number[],
  starts: readonly number[],
  atHome: number,
): readonly number[] {
  const { closes, dwell } = ground.problem.stops
  const slack = Array<number>(stops.length + 1).fill(atHome)
  for (let i = stops.length - 1; i >= 0; i--) {
    const [stop, start] = [stops[i] as number, starts[i] as number]
    const next = stops[i + 1]
    const ready = start + (dwell[stop] as number)
    const waiting = next === undefined ? 0 : (starts[i + 1] as number) - ready - seconds(ground, crew, stop, next)
    slack[i] = Math.min((closes[stop] as number) - start, waiting + (slack[i + 1] as number))
  }
  return slack
}

/** What every stop would cost in this route, and where it would go. */
export function offersOf(ground: Ground, route: Route): { readonly costs: Int32Array; readonly at: Int16Array } {
  if (route.offers) return route.offers
  const { count } = ground.travel
  const may = ground.problem.crews[route.crew]?.may
  const costs = new Int32Array(count).fill(-1)
  const at = new Int16Array(count)
  for (let stop = 0; stop < count; stop++) if (!may || may[stop]) cheapest(ground, route, stop, costs, at)
  route.offers = { costs, at }
  return route.offers
}

function cheapest(ground: Ground, route: Route, stop: number, costs: Int32Array, at: Int16Array): void {
  const { opens, closes, dwell } = ground.problem.stops
  const { crew, stops, starts, slack, back } = route
  let ready = ground.problem.crews[crew]?.leaves as number
  let before = -1
  for (let place = 0; place <= stops.length; place++) {
    const after = stops[place] ?? -1
    const start = Math.max(ready + seconds(ground, crew, before, stop), opens[stop] as number)
    if (start > (closes[stop] as number)) return // later places only begin later
    const arrives = start + (dwell[stop] as number) + seconds(ground, crew, stop, after)
    const shift = Math.max(0, arrives - (place < stops.length ? (starts[place] as number) : back))
    if (shift <= (slack[place] as number)) {
      // What it takes from the route, waiting for it and walking included, though later waiting may swallow some.
      const cost = arrives - ready - seconds(ground, crew, before, after)
      if ((costs[stop] as number) < 0 || cost < (costs[stop] as number)) {
        costs[stop] = cost
        at[stop] = place
      }
    }
    if (after < 0) return
    ready = (starts[place] as number) + (dwell[after] as number)
    before = after
  }
}

/** The route with one more stop where it is offered. */
export function withStop(ground: Ground, route: Route, stop: number): Route | undefined {
  const place = offersOf(ground, route).at[stop] as number
  return routeOf(ground, route.crew, route.stops.toSpliced(place, 0, stop))
}

/** Seconds on the way, without waiting and staying. */
export function onTheWay(ground: Ground, { crew, stops }: Route): number {
  let sum = 0
  for (let i = 0; i <= stops.length; i++) sum += seconds(ground, crew, stops[i - 1] ?? -1, stops[i] ?? -1)
  return sum
}

import { type Ground, type Route, routeOf, seconds } from './route.ts'

/** The same stops in a shorter order: parts turned round (2-opt) or moved elsewhere in the route (Or-opt), until none helps. */
export function shortened(ground: Ground, route: Route): Route {
  let best = route
  for (let better: Route | undefined = best; better; ) {
    best = better
    better = turnedPart(ground, best) ?? movedPart(ground, best)
  }
  return best
}

// Ways are as long there as back, so what a change saves is known from the few legs that change; only what saves is tried out.

function turnedPart(ground: Ground, { crew, stops }: Route): Route | undefined {
  const leg = (from: number, to: number) => seconds(ground, crew, stops[from] ?? -1, stops[to] ?? -1)
  for (let from = 0; from < stops.length - 1; from++)
    for (let to = from + 1; to < stops.length; to++) {
      if (leg(from - 1, to) + leg(from, to + 1) >= leg(from - 1, from) + leg(to, to + 1)) continue
      const order = [...stops.slice(0, from), ...stops.slice(from, to + 1).reverse(), ...stops.slice(to + 1)]
      const shorter = routeOf(ground, crew, order)
      if (shorter) return shorter
    }
  return undefined
}

function movedPart(ground: Ground, { crew, stops }: Route): Route | undefined {
  const leg = (from: number, to: number) => seconds(ground, crew, stops[from] ?? -1, stops[to] ?? -1)
  for (let from = 0; from < stops.length; from++)
    for (let to = from; to < Math.min(from + 3, stops.length); to++) {
      const saved = leg(from - 1, from) + leg(to, to + 1) - leg(from - 1, to + 1)
      for (let after = -1; after < stops.length; after++) {
        if (after >= from - 1 && after <= to) continue
        if (leg(after, from) + leg(to, after + 1) - leg(after, after + 1) >= saved) continue
        const rest = stops.toSpliced(from, to - from + 1)
        const place = after < from ? after + 1 : after - (to - from)
        const shorter = routeOf(ground, crew, rest.toSpliced(place, 0, ...stops.slice(from, to + 1)))
        if (shorter) return shorter
      }
    }
  return undefined
}

/** Exchanges one stop of each of two units where both walk less together; undefined when nothing helps. */
export function exchanged(ground: Ground, one: Route, other: Route): readonly [Route, Route] | undefined {
  const [mayOne, mayOther] = [one, other].map(({ crew }) => ground.problem.crews[crew]?.may)
  for (const [i, mine] of one.stops.entries()) {
    if (mayOther && !mayOther[mine]) continue
    for (const [j, yours] of other.stops.entries()) {
      if (mayOne && !mayOne[yours]) continue
      if (through(ground, one, i, yours) + through(ground, other, j, mine) >= 0) continue
      const first = routeOf(ground, one.crew, one.stops.with(i, yours))
      const second = first && routeOf(ground, other.crew, other.stops.with(j, mine))
      if (second) return [first, second]
    }
  }
  return undefined
}

/** Seconds more on the way when another stop takes this one's place. */
function through(ground: Ground, { crew, stops }: Route, at: number, instead: number): number {
  const way = (stop: number) =>
    seconds(ground, crew, stops[at - 1] ?? -1, stop) + seconds(ground, crew, stop, stops[at + 1] ?? -1)
  return way(instead) - way(stops[at] as number)
}

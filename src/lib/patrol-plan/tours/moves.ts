import { type Ground, onTheWay, type Route, routeOf } from './route.ts'

/** The same stops in a shorter order: parts turned round (2-opt) or moved elsewhere in the route (Or-opt), until none helps. */
export function shortened(ground: Ground, route: Route): Route {
  let best = route
  let way = onTheWay(ground, route)
  for (let better = true; better; ) {
    better = false
    for (const stops of neighbours(best.stops)) {
      const other = routeOf(ground, route.crew, stops)
      if (!other) continue
      const otherWay = onTheWay(ground, other)
      if (otherWay >= way) continue
      ;[best, way, better] = [other, otherWay, true]
      break
    }
  }
  return best
}

function* neighbours(stops: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < stops.length; from++)
    for (let to = from + 2; to <= stops.length; to++)
      yield [...stops.slice(0, from), ...stops.slice(from, to).reverse(), ...stops.slice(to)]
  for (let from = 0; from < stops.length; from++)
    for (let many = 1; many <= Math.min(3, stops.length - from); many++) {
      const rest = stops.toSpliced(from, many)
      for (let to = 0; to <= rest.length; to++)
        if (to !== from) yield rest.toSpliced(to, 0, ...stops.slice(from, from + many))
    }
}

/** Exchanges one stop of each of two units where both walk less together; undefined when nothing helps. */
export function exchanged(ground: Ground, one: Route, other: Route): readonly [Route, Route] | undefined {
  const [mayOne, mayOther] = [one, other].map(({ crew }) => ground.problem.crews[crew]?.may)
  let way = onTheWay(ground, one) + onTheWay(ground, other)
  let best: readonly [Route, Route] | undefined
  for (const [i, mine] of one.stops.entries()) {
    if (mayOther && !mayOther[mine]) continue
    for (const [j, yours] of other.stops.entries()) {
      if (mayOne && !mayOne[yours]) continue
      const first = routeOf(ground, one.crew, one.stops.with(i, yours))
      const second = first && routeOf(ground, other.crew, other.stops.with(j, mine))
      if (!second) continue
      const together = onTheWay(ground, first) + onTheWay(ground, second)
      if (together < way) [best, way] = [[first, second], together]
    }
  }
  return best
}

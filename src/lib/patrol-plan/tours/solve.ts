import { type Random, seeded } from '../../stats/random.ts'
import { refuse } from '../../stats/wrong-input.ts'
import { exchanged, shortened } from './moves.ts'
import { partOf, partsOf } from './parts.ts'
import { type Stops, type Tour, type TourProblem, travelOf } from './problem.ts'
import { type Ground, offersOf, onTheWay, type Route, routeOf, withStop } from './route.ts'

type Settings = { readonly seed: number; readonly rounds?: number }

/** Tours under way, and the stops that are in none of them. */
type Plan = { readonly routes: Route[]; readonly isIn: Uint8Array }

/**
 * Tours for all units by adaptive destroy and repair (Ropke and Pisinger 2006): some stops are taken out (by chance, a run of one
 * tour, neighbours, a whole tour, or all), the best buys for their time are put in, each changed tour is shortened, units exchange
 * stops, and a slightly worse plan is kept early on (threshold accepting, Dueck and Scheuer 1990). Stops with `must` come first.
 * The same seed gives the same tours. Tours stand in the order of the crews.
 */
export function solveTours(problem: TourProblem, { seed, rounds = 1000 }: Settings): Tour[] {
  const tours: Tour[] = []
  for (const part of partsOf(problem))
    for (const [index, { stops, ...times }] of solvePart(partOf(problem, part), { seed, rounds }).entries())
      tours[part.crews[index] as number] = { ...times, stops: stops.map((stop) => part.stops[stop] as number) }
  return tours
}

function solvePart(problem: TourProblem, { seed, rounds }: Required<Settings>): Tour[] {
  const random = seeded(seed)
  const ground: Ground = { problem, travel: travelOf(problem) }
  const { must, prize } = problem.stops
  // A stop that must be made outweighs all the prizes there are.
  const bonus = 1 + prize.reduce((sum, each) => sum + each, 0)
  const worth = prize.map((each, stop) => each + (must[stop] ? bonus : 0))
  const valued = ({ isIn }: Plan) => worth.reduce((sum, each, stop) => (isIn[stop] ? sum + each : sum), 0)

  let plan = repaired(ground, emptyPlan(ground), [appeal(problem.stops, 2, () => 1)])
  let value = valued(plan)
  let [best, most, way] = [plan, value, wayOf(ground, plan)]
  // Once every stop is made there is only walking to be saved.
  const all = worth.reduce((sum, each) => sum + each, 0)
  for (let round = 0, since = 0; round < rounds && (most < all || since < 30); round++, since++) {
    const next = repaired(ground, ...destroyed(ground, plan, random))
    const nextValue = valued(next)
    const threshold = 0.02 * (most % bonus) * (1 - round / rounds)
    if (nextValue >= value - threshold) [plan, value] = [next, nextValue]
    const nextWay = wayOf(ground, next)
    if (nextValue > most || (nextValue === most && nextWay < way))
      [best, most, way, since] = [next, nextValue, nextWay, 0]
    if (round % 50 === 49) [plan, value] = [best, most]
  }
  return best.routes.map(({ stops, starts, back }) => ({ stops, starts, back }))
}

const wayOf = (ground: Ground, { routes }: Plan) => routes.reduce((sum, route) => sum + onTheWay(ground, route), 0)

function emptyPlan(ground: Ground): Plan {
  const routes = ground.problem.crews.map((_, crew) => {
    const route = routeOf(ground, crew, [])
    return route ?? refuse(`Unit ${crew} would be back before it leaves.`)
  })
  return { routes, isIn: new Uint8Array(ground.travel.count) }
}

/**
 * What stops are worth when the next one is chosen: prize to a power, times luck. Squared, few stops of great worth win; near 0 many
 * small ones. One measure alone would never find some plans, so each round has its own.
 */
function appeal({ prize, must }: Stops, power: number, luck: () => number): Float64Array {
  return prize.map((each, stop) => (must[stop] ? 1e9 : each > 0 ? each ** power : 0) * luck())
}

/** Takes stops out, and says in which ways stops are to be chosen in turn; the plan given stays as it was. */
function destroyed(ground: Ground, plan: Plan, random: Random): readonly [Plan, readonly Float64Array[]] {
  const gone = new Set(chosenToGo(ground, plan, random))
  const isIn = plan.isIn.map((each, stop) => (gone.has(stop) ? 0 : each))
  const routes = plan.routes.map((route) => {
    if (!route.stops.some((stop) => gone.has(stop))) return route
    return routeOf(
      ground,
      route.crew,
      route.stops.filter((stop) => !gone.has(stop)),
    ) as Route
  })
  const appeals = [appeal(ground.problem.stops, 2.5 * random.next(), () => 0.3 + random.next())]
  // Every other round what was taken out comes last, so that others have their turn.
  if (random.below(2) === 0)
    appeals.unshift(
      (appeals[0] as Float64Array).map((each, stop) => (gone.has(stop) && !ground.problem.stops.must[stop] ? 0 : each)),
    )
  return [{ routes, isIn }, appeals]
}

function chosenToGo({ travel }: Ground, { routes, isIn }: Plan, random: Random): readonly number[] {
  const inside = [...isIn.keys()].filter((stop) => isIn[stop])
  if (inside.length === 0) return []
  const any = <T>(from: readonly T[]) => from[random.below(from.length)] as T
  // A third of a small plan; in a large one thirty are as many as can still be put together anew in a better way.
  const many = 1 + random.below(Math.min(30, Math.max(3, Math.ceil(inside.length / 3))))
  const route = any(routes.filter(({ stops }) => stops.length > 0)).stops
  const kind = random.next()
  if (kind < 0.35) return Array.from({ length: many }, () => any(inside))
  if (kind < 0.65) {
    const from = random.below(route.length)
    return route.slice(from, from + many)
  }
  if (kind < 0.95) {
    const middle = any(inside)
    const from = travel.between[0]?.subarray(middle * travel.count, (middle + 1) * travel.count)
    return inside.sort((a, b) => (from?.[a] as number) - (from?.[b] as number)).slice(0, many)
  }
  return kind < 0.98 ? route : inside
}

/** Puts in what buys most for its time until nothing fits, shortening what changed; what was not changed stays as it was. */
function repaired(ground: Ground, { routes, isIn }: Plan, appeals: readonly Float64Array[]): Plan {
  const plan: Plan = { routes: [...routes], isIn: isIn.slice() }
  const isChanged = (crew: number) => plan.routes[crew] !== routes[crew]
  for (let more = true; more; ) {
    for (const appealing of appeals) putIn(ground, plan, appealing)
    const before = [...plan.routes]
    for (const [crew, route] of plan.routes.entries()) if (isChanged(crew)) plan.routes[crew] = shortened(ground, route)
    exchangeAll(ground, plan, isChanged)
    // What was won on the way may have room for one more.
    more = plan.routes.some((route, crew) => route !== before[crew]) && fits(ground, plan)
  }
  return plan
}

function putIn(ground: Ground, { routes, isIn }: Plan, appealing: Float64Array): void {
  for (;;) {
    let [most, where, which] = [0, -1, -1]
    for (const [crew, route] of routes.entries()) {
      const { costs } = offersOf(ground, route)
      for (let stop = 0; stop < isIn.length; stop++) {
        const cost = costs[stop] as number
        if (cost < 0 || isIn[stop]) continue
        const score = (appealing[stop] as number) / (cost + 1)
        if (score > most) [most, where, which] = [score, crew, stop]
      }
    }
    if (where < 0) return
    const longer = withStop(ground, routes[where] as Route, which)
    if (!longer) throw new Error('A stop that fits did not fit: the slack of a route is wrong.')
    routes[where] = longer
    isIn[which] = 1
  }
}

const fits = (ground: Ground, { routes, isIn }: Plan) =>
  routes.some((route) => offersOf(ground, route).costs.some((cost, stop) => cost >= 0 && !isIn[stop]))

function exchangeAll(ground: Ground, { routes }: Plan, isChanged: (crew: number) => boolean): void {
  for (let one = 0; one < routes.length; one++)
    for (let other = one + 1; other < routes.length; other++) {
      if (!isChanged(one) && !isChanged(other)) continue
      const better = exchanged(ground, routes[one] as Route, routes[other] as Route)
      if (better) [routes[one], routes[other]] = better
    }
}

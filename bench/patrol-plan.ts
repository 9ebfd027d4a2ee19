import { exactCover } from '#lib/patrol-plan/cover/exact'
import { type Choice, type Cover, reachOf } from '#lib/patrol-plan/cover/problem'
import { searchCover } from '#lib/patrol-plan/cover/search'
import { feedbackOf } from '#lib/patrol-plan/feedback'
import { faultsIn, planVisible } from '#lib/patrol-plan/plan'
import { faultsOf } from '#lib/patrol-plan/tours/check'
import { solveTours } from '#lib/patrol-plan/tours/solve'
import { streetFactor } from '#lib/patrol-plan/travel'
import { seeded } from '#lib/stats/random'
import { bestValue } from '../test/support/best-tours.ts'
import { dwell, madeOf, someShift, someTours, worthOf } from '../test/support/patrols.ts'
import { atLeast, atMost, defineBench, type Figure, quantile, recorded, type Tools } from './frame.ts'

const seedsTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const longest = (all: readonly number[]) => Math.max(...all)
const mean = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0) / all.length

/** `ownMs`: processor time, which other work on the machine hardly lengthens. */
type Timed<T> = { readonly made: T; readonly ms: number; readonly ownMs: number }

async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const [from, ownFrom] = [performance.now(), process.cpuUsage()]
  const made = await work()
  const own = process.cpuUsage(ownFrom)
  return { made, ms: performance.now() - from, ownMs: (own.user + own.system) / 1000 }
}

/** 100 cells of 150 m in four areas, any of them a post; a unit reaches 250 m. */
function hundredCells(seed: number): Cover {
  const random = seeded(seed)
  const cells = [...Array(100).keys()]
  const places = {
    eastings: Float64Array.from(cells, (cell) => 150 * (cell % 10)),
    northings: Float64Array.from(cells, (cell) => 150 * Math.floor(cell / 10)),
  }
  return {
    risk: Float64Array.from(cells, () => random.next() ** 4),
    reach: reachOf(places, places, 250),
    area: Int32Array.from(cells, (cell) => 2 * Number(cell % 10 > 4) + Number(cell > 49)),
    ...{ units: 12, least: Int32Array.of(1, 1, 1, 1) },
  }
}

async function coverFigures({ say }: Tools): Promise<Figure[]> {
  say('coverage: 30 times 100 cells and 12 units, by search and by HiGHS')
  const runs: { search: Timed<Choice>; exact: Timed<Choice | undefined>; share: number }[] = []
  await exactCover(hundredCells(99)) // the solver is loaded once
  for (const seed of seedsTo(30)) {
    const problem = hundredCells(seed)
    const search = await timed(() => searchCover(problem, { seed }))
    const exact = await timed(() => exactCover(problem))
    runs.push({ search, exact, share: search.made.covered / (exact.made?.covered ?? Number.NaN) })
  }
  const whole = []
  for (const seed of seedsTo(5))
    whole.push(
      await timed(() => planVisible(someShift(seed, { side: 10, units: 12, hours: 8, visits: 3, rounds: 200 }))),
    )
  const ms = (of: 'search' | 'exact') => runs.map((run) => run[of].ms)
  return [
    atLeast(
      'coverage found, worst share of the HiGHS optimum',
      Math.min(...runs.map(({ share }) => share)),
      'ratio',
      0.99,
    ),
    atMost('coverage found, slowest', longest(ms('search')) / 1000, 's', 2),
    recorded('HiGHS proves the optimum, p50', quantile(ms('exact'), 0.5) / 1000, 's'),
    recorded('HiGHS proves the optimum, slowest', longest(ms('exact')) / 1000, 's'),
    atMost(
      'whole plan, posts and tours of 8 hours, slowest of five',
      longest(whole.map(({ ms }) => ms)) / 1000,
      's',
      2,
    ),
    recorded('of it processor time, slowest', longest(whole.map(({ ownMs }) => ownMs)) / 1000, 's'),
  ]
}

function tourFigures({ say }: Tools): Figure[] {
  const shares: number[] = []
  let faults = 0
  const ms: number[] = []
  for (const windows of [false, true])
    for (const seed of seedsTo(10)) {
      say(`tours: 20 stops, two units, ${windows ? 'with' : 'without'} windows, ${seed} of 10`)
      const problem = someTours(seed, { stops: 20, windows, hours: 3 })
      const from = performance.now()
      const tours = solveTours(problem, { seed })
      ms.push(performance.now() - from)
      shares.push(worthOf(problem, tours) / bestValue(problem))
      faults += faultsOf(madeOf(problem, tours), { dwell, gap: 1e6, streetFactor }).length
    }
  return [
    atLeast('tours of 20 stops, worst share of the exact optimum', Math.min(...shares), 'ratio', 0.97),
    recorded('tours of 20 stops, mean share of the exact optimum', mean(shares), 'ratio'),
    recorded('tours of 20 stops, slowest', longest(ms) / 1000, 's'),
    atMost('breaches in them', faults, 'faults', 0),
  ]
}

async function planFigures({ say }: Tools): Promise<Figure[]> {
  say('200 random shifts, each judged by code that shares nothing with the solver')
  let [faults, stops, outside] = [0, 0, 0]
  for (const seed of seedsTo(200)) {
    const input = someShift(seed, {
      side: 12,
      units: 1 + (seed % 5),
      visits: 1 + (seed % 2),
      hours: 3 + (seed % 3),
      rounds: 100,
      quiet: seed % 2 ? 0.7 : 0,
    })
    const plan = await planVisible(input)
    faults += faultsIn(input, plan).length
    const many = plan.tours.reduce((sum, tour) => sum + tour.stops.length, 0)
    stops += many
    // Fewer than ten stops cannot have 5 to 10% of them.
    if (many >= 10 && (plan.chance.share < 0.05 - 1e-9 || plan.chance.share > 0.1 + 1e-9)) outside += 1
  }
  return [
    atMost('dwell, travel, shift and revisit breaches on 200 random shifts', faults, 'faults', 0),
    recorded('stops in them', stops, 'stops'),
    atMost('shifts of ten stops or more without 5 to 10% by lot', outside, 'shifts', 0),
  ]
}

function feedbackFigures(): Figure[] {
  const furthest = (learnFrom: 'reports' | 'finds') =>
    seedsTo(200).map((seed) => feedbackOf({ rates: [4, 3, 2, 1.5], days: 1000, seed, learnFrom }).furthest)
  const [reports, finds] = [furthest('reports'), furthest('finds')]
  return [
    atMost(
      'learning from reports, 1,000 days: furthest from a true share, worst of 200 runs',
      100 * longest(reports),
      '%',
      10,
    ),
    recorded('the same, median', 100 * quantile(reports, 0.5), '%'),
    recorded('learning from finds (naive): furthest from a true share, median', 100 * quantile(finds, 0.5), '%'),
    atLeast('naive runs that leave the 10%', (100 * finds.filter((each) => each > 0.1).length) / finds.length, '%', 95),
  ]
}

export default defineBench({
  name: 'patrol-plan',
  claim:
    'Patrols are posted and toured within a hair of the best there is, in seconds, and break no rule; reports keep them fair.',
  run: async (tools) => [
    ...(await coverFigures(tools)),
    ...tourFigures(tools),
    ...(await planFigures(tools)),
    ...feedbackFigures(),
  ],
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bestValue } from '#test/support/best-tours'
import { dwell, madeOf, someTours, worthOf } from '#test/support/patrols'
import { seeded } from '../../stats/random.ts'
import { streetFactor } from '../travel.ts'
import { faultsOf, type MadeTour } from './check.ts'
import { finished } from './finish.ts'
import { partsOf } from './parts.ts'
import type { Tour, TourProblem } from './problem.ts'
import { solveTours } from './solve.ts'

function assertSound(problem: TourProblem, tours: readonly Tour[]) {
  assert.deepEqual(faultsOf(madeOf(problem, tours), { dwell, gap: 1e6, streetFactor }), [])
  for (const [crew, { stops, starts }] of tours.entries())
    for (const [at, stop] of stops.entries()) {
      const start = starts[at] as number
      assert.ok(start >= (problem.stops.opens[stop] as number) && start <= (problem.stops.closes[stop] as number))
      assert.notEqual(problem.crews[crew]?.may?.[stop], 0)
    }
}

test('tours are worth at least 97% of the best that exists, with and without windows, and break no rule', () => {
  for (let seed = 1; seed <= 6; seed++)
    for (const windows of [false, true]) {
      const problem = someTours(seed, { windows })
      const tours = solveTours(problem, { seed, rounds: 600 })
      assertSound(problem, tours)
      const best = bestValue(problem)
      const share = worthOf(problem, tours) / best
      assert.ok(share >= 0.97 && share <= 1 + 1e-9, `seed ${seed}, windows ${windows}: ${share} of the best`)
    }
})

test('what must be visited is, though others are worth more; the same seed gives the same tours', () => {
  const problem = someTours(3, { stops: 20, crews: 2 })
  const prize = problem.stops.prize.slice()
  const must = new Uint8Array(20)
  for (const stop of [4, 11]) [prize[stop], must[stop]] = [0, 1]
  const wanted = { ...problem, stops: { ...problem.stops, prize, must } }
  const tours = solveTours(wanted, { seed: 1, rounds: 60 })
  const visited = new Set(tours.flatMap(({ stops }) => stops))
  assert.ok(visited.has(4) && visited.has(11))
  assert.deepEqual(solveTours(wanted, { seed: 1, rounds: 60 }), tours)
  const free = { ...wanted, stops: { ...wanted.stops, must: new Uint8Array(20) } }
  const unasked = solveTours(free, { seed: 1, rounds: 60 }).flatMap(({ stops }) => stops)
  assert.ok(!unasked.includes(4) && !unasked.includes(11))
})

test('crews that share no stop are planned apart, each only where it may go', () => {
  const problem = someTours(5, { stops: 18, crews: 3 })
  const third = (crew: number) => Uint8Array.from({ length: 18 }, (_, stop) => (stop % 3 === crew ? 1 : 0))
  const apart = { ...problem, crews: problem.crews.map((crew, index) => ({ ...crew, may: third(index) })) }
  assert.deepEqual(
    partsOf(apart).map(({ crews, stops }) => [crews, stops.map((stop) => stop % 3)]),
    [0, 1, 2].map((crew) => [[crew], Array(6).fill(crew)]),
  )
  const [first, second, last] = apart.crews as [
    TourProblem['crews'][0],
    TourProblem['crews'][0],
    TourProblem['crews'][0],
  ]
  const shared = { ...last, may: third(2).map((each, stop) => (stop === 0 ? 1 : each)) }
  assert.deepEqual(
    partsOf({ ...apart, crews: [first, second, shared] }).map(({ crews }) => crews),
    [[1], [0, 2]],
  )
  assertSound(apart, solveTours(apart, { seed: 2, rounds: 40 }))
})

test('time that is left makes stays longer, never longer than the most; tours run either way round', () => {
  const problem = someTours(7, { stops: 14, crews: 4, hours: 3 })
  const tours = solveTours(problem, { seed: 1, rounds: 60 })
  const ways = new Set<string>()
  let longer = 0
  for (let seed = 1; seed <= 8; seed++) {
    const done = finished(problem, tours, { ...dwell, random: seeded(seed) })
    assert.deepEqual(faultsOf(madeOf(problem, done), { dwell, gap: 1e6, streetFactor }), [])
    for (const tour of done) if (tour.dwell > dwell.least) longer += 1
    ways.add(String(done[0]?.stops))
  }
  assert.equal(ways.size, 2)
  assert.ok(longer > 0)
})

test('the judge finds each breach that is planted in a good plan', () => {
  const rules = { dwell, gap: 3600, streetFactor: 1.3 }
  const tour: MadeTour = {
    ...{ unit: 'A', easting: 0, northing: 0, metresPerSecond: 1, leaves: 0, back: 2030, until: 2100 },
    stops: [
      { cell: 1, easting: 100, northing: 0, starts: 130, leaves: 850 },
      { cell: 2, easting: 100, northing: 100, starts: 1000, leaves: 1800 },
    ],
  }
  const [one, two] = tour.stops as [MadeTour['stops'][0], MadeTour['stops'][0]]
  const found = (...tours: MadeTour[]) => faultsOf(tours, rules).map(({ fault }) => fault)
  assert.deepEqual(found(tour), [])
  assert.deepEqual(found({ ...tour, stops: [{ ...one, leaves: 849 }, two] }), ['stays too short'])
  assert.deepEqual(found({ ...tour, stops: [one, { ...two, leaves: 1901 }], back: 2090 }), ['stays too long'])
  assert.deepEqual(found({ ...tour, stops: [{ ...one, starts: 129 }, two] }), ['cannot be there in time'])
  assert.deepEqual(found({ ...tour, leaves: 1 }), ['cannot be there in time'])
  assert.deepEqual(found({ ...tour, back: 1983 }), ['cannot be there in time'])
  assert.deepEqual(found({ ...tour, until: 2029 }), ['back too late'])
  assert.deepEqual(found({ ...tour, stops: [one, { ...two, cell: 1 }] }), ['comes back too soon'])
  assert.deepEqual(found({ ...tour, stops: [{ ...one, lastLeft: -3400 }, two] }), ['comes back too soon'])
  assert.deepEqual(found(tour, { ...tour, unit: 'B' }), ['comes back too soon', 'comes back too soon'])
})

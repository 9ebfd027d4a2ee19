import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Random, seeded, shuffle } from '../stats/random.ts'
import { achievedOf, dosageOf, type Track } from './dosage.ts'
import { type Fence, metresOutside, squareFence } from './fences.ts'

const start = Date.UTC(2026, 10, 27, 18)
type Fix = { readonly at: number; readonly east: number; readonly north: number; readonly accuracy?: number }

const trackOf = (fixes: readonly Fix[]): Track => ({
  times: Float64Array.from(fixes, ({ at }) => start + at * 1000),
  eastings: Float64Array.from(fixes, ({ east }) => east),
  northings: Float64Array.from(fixes, ({ north }) => north),
  accuracies: Float64Array.from(fixes, ({ accuracy = 10 }) => accuracy),
})

const spot: Fence = squareFence(0, 0, 150)
const far: Fence = { kind: 'circle', easting: 600, northing: 0, radius: 75 }

const normal = ({ next }: Random) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

/** An officer who walks at 1.3 m/s from stop to stop and stays there, as a phone sees it; and the true seconds in a fence. */
function walked(stops: readonly (readonly [east: number, stay: number])[], fence: Fence, random: Random, every = 10) {
  const fixes: Fix[] = []
  let [east, seconds, inside, drift] = [-400, 0, 0, 0]
  const step = () => {
    if (metresOutside(fence, east, 0) <= 0) inside += 1
    // What a phone is off by changes slowly.
    drift = 0.9 * drift + 3.5 * normal(random)
    if (seconds % every === 0) fixes.push({ at: seconds, east: east + drift, north: drift / 2 })
    seconds += 1
  }
  for (const [to, stay] of [...stops, [1100, 60] as const]) {
    for (; Math.abs(to - east) > 1; east += 1.3 * Math.sign(to - east)) step()
    for (let left = stay; left > 0; left--) step()
  }
  return { fixes, minutes: inside / 60 }
}

test('B73: minutes inside are within a minute of the truth on noisy positions, and noise at the rim makes no more visits', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seeded(seed)
    const { fixes, minutes } = walked(
      [
        [random.below(60) - 30, 720 + random.below(180)],
        [600, 600],
      ],
      spot,
      random,
    )
    const { visits, minutes: seen, unseen } = dosageOf(trackOf(fixes), [spot, far])
    assert.ok(Math.abs((seen[0] as number) - minutes) < 1, `seed ${seed}: ${seen[0]} for ${minutes}`)
    assert.deepEqual([visits.map(({ fence }) => fence), unseen], [[0, 1], 0])
  }
})

test('standing at the rim is one visit, not twenty', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { fixes } = walked([[70, 900]], spot, seeded(seed), 5)
    const { visits, minutes } = dosageOf(trackOf(fixes), [spot])
    assert.equal(visits.length, 1)
    assert.ok((minutes[0] as number) > 14)
  }
})

test('positions that come late, twice, too vague or from impossibly far change nothing', () => {
  const random = seeded(3)
  const { fixes } = walked(
    [
      [0, 800],
      [600, 700],
    ],
    spot,
    random,
  )
  const clean = dosageOf(trackOf(fixes), [spot, far])
  const wild: Fix[] = [
    ...fixes,
    ...fixes.slice(10, 20).map((fix) => ({ ...fix, accuracy: 40 })),
    ...[105, 205, 305].map((at) => ({ at, east: 90_000, north: 0 })),
    ...[111, 222].map((at) => ({ at, east: 400, north: 400, accuracy: 1500 })),
  ]
  const order = Int32Array.from(wild.keys())
  shuffle(order, random)
  const seen = dosageOf(trackOf([...order].map((at) => wild[at] as Fix)), [spot, far])
  assert.deepEqual(seen.visits, clean.visits)
  assert.deepEqual(seen.leftOut, { vague: 2, impossible: 3, doubled: 10 })
})

test('time for which no position speaks is not claimed, and is said', () => {
  const inside = (from: number, to: number) =>
    Array.from({ length: (to - from) / 20 + 1 }, (_, i) => ({ at: from + 20 * i, east: 0, north: 0 }))
  const { visits, minutes, unseen } = dosageOf(trackOf([...inside(0, 300), ...inside(900, 1200)]), [spot])
  assert.deepEqual(
    visits.map(({ seconds }) => seconds),
    [300, 300],
  )
  assert.deepEqual([minutes[0], unseen], [10, 10])
})

test('more than was planned at one place does not make up for nothing at another', () => {
  const planned = Float64Array.of(15, 15, 0, 15)
  const { minutes, share, missed } = achievedOf(planned, { minutes: Float64Array.of(40, 0, 10, 7.5) })
  assert.deepEqual([[...minutes], share, missed], [[15, 0, 0, 7.5], 0.5, [1]])
})

test('driving past is no visit; nothing at all is nothing', () => {
  const past = Array.from({ length: 40 }, (_, i) => ({ at: 2 * i, east: -400 + 20 * i, north: 0 }))
  assert.deepEqual(dosageOf(trackOf(past), [spot]).visits, [])
  assert.deepEqual(dosageOf(trackOf([]), [spot]).minutes, new Float64Array(1))
})

test('minutes never exceed the time that was seen, and visits to a fence never overlap, whatever the track', () => {
  const metres = fc.integer({ min: -200, max: 800 })
  const fix = fc.record({
    at: fc.integer({ min: 0, max: 3600 }),
    east: metres,
    north: metres,
    accuracy: fc.integer({ min: 1, max: 200 }),
  })
  fc.assert(
    fc.property(fc.array(fix, { maxLength: 60 }), (fixes) => {
      const { visits, minutes } = dosageOf(trackOf(fixes), [spot, far])
      const times = fixes.map(({ at }) => at)
      const seen = fixes.length > 0 ? Math.max(...times) - Math.min(...times) : 0
      for (const one of minutes) assert.ok(one >= 0 && one <= seen / 60 + 1e-9)
      for (const fence of [0, 1]) {
        const own = visits.filter((visit) => visit.fence === fence)
        for (const [at, visit] of own.entries()) {
          assert.ok(visit.leaves > visit.enters)
          assert.ok(at === 0 || visit.enters >= (own[at - 1]?.leaves as number))
        }
      }
    }),
  )
})

test('the way to the rim of a polygon is that of its nearest side, below 0 inside, whichever way its corners run', () => {
  const near = fc.integer({ min: -300, max: 300 })
  const turned: Fence = { kind: 'polygon', corners: spot.kind === 'polygon' ? spot.corners.toReversed() : [] }
  fc.assert(
    fc.property(near, near, (east, north) => {
      const beyond = [Math.abs(east) - 75, Math.abs(north) - 75] as const
      const wanted =
        Math.max(...beyond) <= 0 ? Math.max(...beyond) : Math.hypot(...beyond.map((each) => Math.max(0, each)))
      for (const way of [spot, turned]) assert.ok(Math.abs(metresOutside(way, east, north) - wanted) < 1e-9)
    }),
    { examples: [[75, -4]] }, // on the rim: one way round is off it by a rounding
  )
  const bay: Fence = {
    kind: 'polygon',
    corners: [
      [0, 0],
      [100, 0],
      [100, 100],
      [50, 20],
      [0, 100],
    ],
  }
  assert.ok(metresOutside(bay, 50, 60) > 0 && metresOutside(bay, 10, 50) < 0)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from './random.ts'
import { type Alarm, alarmAt, oneAYear, replicatesFor, withLook } from './repeated-looks.ts'
import { type Cluster, scan } from './scan.ts'
import { poissonNull } from './scan-null.ts'
import { nearestZones } from './scan-zones.ts'

const places = 9
const zones = nearestZones(
  Float64Array.from({ length: places }, (_, n) => n % 3),
  Float64Array.from({ length: places }, (_, n) => Math.floor(n / 3)),
  3,
)

/** Looks each day at the last three days of a world in which nothing happens but chance, and counts. */
function watch(looks: number, { history, known }: { history: number; known: boolean }) {
  const [random, rule, replicates] = [seeded(21), { oneIn: 20, every: 1 }, 99]
  const means = new Float64Array(places).fill(2)
  const draw = poissonNull(means, 1, random)
  const past: Float64Array[] = []
  let [open, alarming, stories]: [readonly Alarm[], number, number] = [[], 0, 0]
  for (let day = 0; day < looks + history; day++) {
    const today = new Float64Array(places)
    draw(today)
    past.push(today)
    if (past.length <= history) continue
    past.shift()
    const counts = Float64Array.from(past.flatMap((one) => [...one]))
    const baselines = known ? counts.map(() => 2) : undefined
    const { clusters } = scan({
      places,
      counts,
      baselines,
      zones,
      maxDuration: 3,
      replicates,
      random,
      most: 1,
      stopAfter: 5,
    })
    const { raised, still } = withLook(open, day, clusters, rule)
    alarming += raised.length + still.length
    stories += raised.length
    open = [...raised, ...still, ...open].filter(({ last }) => last > day - 3)
  }
  return { alarming: alarming / looks, stories: stories / looks }
}

for (const world of [
  { history: 3, known: true },
  { history: 14, known: false },
])
  test(`looking every day, chance alone alarms no oftener than the rule allows (${world.known ? 'baselines' : 'permutation'})`, () => {
    const looks = 1000
    const { alarming, stories } = watch(looks, world)
    // Windows of three days overlap: as if there were a third as many looks.
    const luck = 3 * Math.sqrt((0.05 * 0.95 * 3) / looks)
    assert.ok(alarming <= 0.05 + luck && alarming > 0.05 - luck, `${alarming}`)
    assert.ok(stories < alarming, `${stories} stories`)
  })

const cluster = (its: number[], duration: number, p: number): Cluster => ({
  places: its,
  duration,
  observed: 9,
  expected: 3,
  score: 5,
  p,
  recurrence: 1 / p,
})

test('a rule of one in a year needs 364 replicates, and looks every hour need a smaller p', () => {
  assert.equal(alarmAt(oneAYear), 1 / 365)
  assert.equal(replicatesFor(oneAYear), 364)
  assert.equal(replicatesFor({ oneIn: 365, every: 1 / 24 }), 8759)
  assert.equal(withLook([], 0, [cluster([1], 1, 1 / (1 + replicatesFor(oneAYear)))], oneAYear).raised.length, 1)
  assert.throws(() => alarmAt({ oneIn: 7, every: 30 }), /looks are no rarer/)
})

test('an alarm that goes on, moves or grows is one alarm; the same place later, or another place, is a new one', () => {
  const first = withLook([], 10, [cluster([1, 2], 2, 0.001), cluster([7], 1, 0.5)], oneAYear)
  assert.deepEqual(
    first.raised.map(({ first, places }) => [first, [...places]]),
    [[10, [1, 2]]],
  )
  const grown = withLook(first.raised, 11, [cluster([2, 3], 3, 0.002)], oneAYear)
  assert.deepEqual(
    [grown.raised, grown.still.map(({ first, last, places }) => [first, last, [...places]])],
    [[], [[10, 11, [1, 2, 3]]]],
  )
  const moved = withLook(grown.still, 12, [cluster([3], 1, 0.002), cluster([8], 1, 0.002)], oneAYear)
  assert.deepEqual([moved.still.length, moved.raised.map(({ places }) => [...places])], [1, [[8]]])
  assert.equal(withLook(grown.still, 40, [cluster([3], 7, 0.002)], oneAYear).raised.length, 1)
})

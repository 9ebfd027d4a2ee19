import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seeded } from './random.ts'
import { type ScanQuestion, scan } from './scan.ts'
import { poissonNull } from './scan-null.ts'
import { highest, scores, windowsOf } from './scan-windows.ts'
import { chained, nearestZones } from './scan-zones.ts'

type World = { readonly days: number[][]; readonly baselines?: number[][] | undefined; readonly zones: number[][] }

const ask = ({ days, baselines, zones }: World, more: Partial<ScanQuestion> = {}) =>
  scan({
    places: days[0]?.length ?? 0,
    counts: Float64Array.from(days.flat()),
    baselines: baselines && Float64Array.from(baselines.flat()),
    zones: zones.map((zone) => Int32Array.from(zone)),
    maxDuration: days.length,
    replicates: 0,
    random: seeded(1),
    ...more,
  })

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The definition, window by window. */
function bruteForce({ days, baselines, zones }: World, longest: number) {
  const all = sum(days.flat())
  const windows = zones.flatMap((places) =>
    Array.from({ length: longest }, (_, n) => {
      const last = (table: number[][]) =>
        sum(table.slice(-n - 1).map((day) => sum(places.map((place) => day[place] ?? 0))))
      const ofZone = sum(days.map((day) => sum(places.map((place) => day[place] ?? 0))))
      const [C, B] = [last(days), baselines ? last(baselines) : (ofZone * sum(days.slice(-n - 1).flat())) / all]
      const outside = baselines ? B - C : all === C ? 0 : (all - C) * Math.log((all - C) / (all - B))
      return { places, duration: n + 1, C, B, score: C > B ? C * Math.log(C / B) + outside : 0 }
    }),
  )
  return windows.toSorted((a, b) => b.score - a.score)
}

const worlds = fc
  .record({ places: fc.integer({ min: 1, max: 6 }), length: fc.integer({ min: 1, max: 5 }) })
  .chain(({ places, length }) => {
    const table = <T>(value: fc.Arbitrary<T>) =>
      fc.array(fc.array(value, { minLength: places, maxLength: places }), { minLength: length, maxLength: length })
    const zone = fc.uniqueArray(fc.integer({ min: 0, max: places - 1 }), { minLength: 1 })
    return fc.record({
      days: table(fc.integer({ min: 0, max: 9 })),
      baselines: fc.option(table(fc.double({ min: 0.1, max: 6, noNaN: true })), { nil: undefined }),
      zones: fc.array(zone, { minLength: 1, maxLength: 8 }),
      longest: fc.integer({ min: 1, max: length }),
    })
  })

test('the first cluster is the best of all windows, scored as defined, with baselines and without', () => {
  fc.assert(
    fc.property(worlds, ({ longest, ...world }) => {
      const [best] = bruteForce(world, longest)
      const [found] = ask(world, { maxDuration: longest }).clusters
      const [score, expected] = [best?.score ?? 0, found?.score ?? 0]
      assert.ok(Math.abs(score - expected) < 1e-9, `${expected} is not ${score}`)
      if (!found) return
      const its = bruteForce({ ...world, zones: [[...found.places]] }, longest).find(
        (w) => w.duration === found.duration,
      )
      assert.ok(its && its.C === found.observed && Math.abs(its.B - found.expected) < 1e-9)
      assert.ok(Math.abs(its.score - found.score) < 1e-9)
    }),
    { numRuns: 300 },
  )
})

test('the highest score alone, which skips windows by a bound, is the highest of all scores', () => {
  const { next } = seeded(5)
  const at = () => Float64Array.from({ length: 40 }, () => next() * 1000)
  const chain = chained(nearestZones(at(), at(), 8), 40)
  for (const total of [Number.POSITIVE_INFINITY, 4000]) {
    const means = Float64Array.from({ length: 40 * 4 }, () => 0.05 + 8 * next() ** 3)
    const windows = windowsOf(chain, 4, means, total)
    const draw = poissonNull(means, 4, seeded(9))
    for (let round = 0; round < 30; round++) {
      const sums = new Float64Array(means.length)
      draw(sums)
      assert.equal(highest(windows, sums), Math.max(...scores(windows, sums)))
    }
  }
})

test('zones are the sets of nearest places, each set once, and a chain of them adds up to the same sets', () => {
  const somewhere = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 14,
  })
  fc.assert(
    fc.property(somewhere, fc.integer({ min: 1, max: 6 }), (points, nearest) => {
      const zones = nearestZones(
        Float64Array.from(points, ([x]) => x),
        Float64Array.from(points, ([, y]) => y),
        nearest,
      )
      const wanted = points.flatMap(([x, y], place) => {
        const far = (other: number) =>
          other === place ? -1 : ((points[other]?.[0] ?? 0) - x) ** 2 + ((points[other]?.[1] ?? 0) - y) ** 2
        const order = points.map((_, other) => other).sort((a, b) => far(a) - far(b) || a - b)
        return order.slice(0, nearest).map((_, n) => order.slice(0, n + 1))
      })
      const name = (zone: Iterable<number>) => [...zone].sort((a, b) => a - b).join()
      assert.deepEqual(new Set(zones.map(name)), new Set(wanted.map(name)))
      assert.equal(new Set(zones.map(name)).size, zones.length)
      const { anew, start, added } = chained(zones, points.length)
      let held: number[] = []
      for (const [zone, its] of zones.entries()) {
        held = [...(anew[zone] ? [] : held), ...added.subarray(start[zone], start[zone + 1])]
        assert.equal(name(held), name(its))
      }
    }),
    { numRuns: 100 },
  )
})

/** Kolmogorov and Smirnov: the largest gap between the p-values and a uniform spread; beyond 1.63/√n with a chance of 1%. */
function gap(p: readonly number[]): number {
  const sorted = p.toSorted((a, b) => a - b)
  return Math.max(...sorted.map((value, n) => Math.max((n + 1) / sorted.length - value, value - n / sorted.length)))
}

for (const model of ['poisson', 'permutation'] as const)
  test(`where nothing is going on, every p is as likely as any other (${model})`, () => {
    const random = seeded(model === 'poisson' ? 11 : 12)
    const xs = Float64Array.from({ length: 16 }, (_, n) => n % 4)
    const ys = Float64Array.from({ length: 16 }, (_, n) => Math.floor(n / 4))
    const [zones, means, days] = [nearestZones(xs, ys, 4), new Float64Array(16 * 6).fill(4), new Float64Array(16 * 6)]
    const draw = poissonNull(means, 1, random)
    const p = Array.from({ length: 200 }, () => {
      draw(days)
      const baselines = model === 'poisson' ? means : undefined
      return (
        scan({ places: 16, counts: days, baselines, zones, maxDuration: 3, replicates: 99, random }).clusters[0]?.p ?? 1
      )
    })
    assert.ok(gap(p) < 1.63 / Math.sqrt(p.length) + 0.01, `${gap(p)}`)
  })

test('a rise put in is found where and when it is; the next cluster shares no place with it', () => {
  const days = Array.from({ length: 10 }, (_, day) =>
    Array.from({ length: 9 }, (_, place) => 2 + ((day * 5 + place * 3) % 3)),
  )
  for (const day of days.slice(-2)) for (const place of [4, 5]) day[place] = (day[place] ?? 0) + 12
  const zones = [[0], [1], [2, 1], [3], [4], [4, 5], [4, 5, 8], [6, 7]]
  for (const baselines of [undefined, days.map((day) => day.map(() => 3))]) {
    const { clusters, model } = ask({ days, baselines, zones }, { maxDuration: 4, replicates: 199 })
    const [first, ...others] = clusters
    assert.deepEqual(
      [first?.places, first?.duration, first?.p, model],
      [[4, 5], 2, 1 / 200, baselines ? 'poisson' : 'permutation'],
    )
    assert.equal(first?.recurrence, 200)
    for (const { places } of others) assert.ok(!places.includes(4) && !places.includes(5))
  }
})

test('the same seed gives the same answer; stopping early gives the same p where p is large', () => {
  const { below } = seeded(3)
  const days = Array.from({ length: 6 }, () => Array.from({ length: 12 }, () => below(5)))
  const world = {
    days,
    baselines: days.map((day) => day.map(() => 2)),
    zones: [[0, 1, 2], [3, 4, 5], [6, 7], [8], [9, 10, 11]],
  }
  const whole = ask(world, { replicates: 999, random: seeded(8) })
  assert.deepEqual(ask(world, { replicates: 999, random: seeded(8) }), whole)
  const early = ask(world, { replicates: 999, random: seeded(8), stopAfter: 50 })
  assert.ok(early.replicates < 999 && Math.abs((early.clusters[0]?.p ?? 0) - (whole.clusters[0]?.p ?? 1)) < 0.15)
})

test('what cannot be counted is refused in words', () => {
  const days = [[1, 2]]
  assert.throws(() => ask({ days, zones: [[0, 2]] }), /zones\[0\] holds 2; a place is a number from 0 to 1/)
  assert.throws(() => ask({ days, zones: [[0, 0]] }), /holds 0 twice/)
  assert.throws(() => ask({ days, zones: [[0]] }, { maxDuration: 2 }), /counts has 1 days/)
  assert.throws(() => ask({ days: [[1.5, 2]], zones: [[0]] }), /whole events/)
  assert.throws(() => ask({ days, baselines: [[0, 1]], zones: [[0]] }), /expects none on day 0 at place 0/)
  assert.deepEqual(ask({ days: [[0, 0]], zones: [[0]] }, { replicates: 9 }).clusters, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWithin } from './any-within.ts'
import { dbscan } from './dbscan.ts'
import { seeded } from './random.ts'

const run = (points: readonly (readonly [number, number])[], eps: number, min: number) => {
  const { labels, core } = dbscan(
    Float64Array.from(points, ([x]) => x),
    Float64Array.from(points, ([, y]) => y),
    eps,
    min,
  )
  return { labels: [...labels], core: [...core] }
}

/** The definition, all pairs: each cluster is grown from its first core point and takes every border point that is still free. */
function bruteForce(points: readonly (readonly [number, number])[], eps: number, min: number) {
  const within = points.map(([x, y]) =>
    points.flatMap(([u, v], n) => ((x - u) ** 2 + (y - v) ** 2 <= eps ** 2 ? [n] : [])),
  )
  const core = within.map(({ length }) => (length >= min ? 1 : 0))
  const labels = points.map(() => -1)
  let clusters = 0
  for (const [first, its] of core.entries()) {
    if (its === 0 || labels[first] !== -1) continue
    const grow = [first]
    labels[first] = clusters
    for (let at = grow.pop(); at !== undefined; at = grow.pop()) {
      if (core[at] === 0) continue
      for (const other of within[at] ?? []) {
        if (labels[other] !== -1) continue
        labels[other] = clusters
        grow.push(other)
      }
    }
    clusters++
  }
  return { labels, core }
}

const point = (most: number) => fc.tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))

test('clusters, border points and noise are those of all pairs of points, however dense', () => {
  // On whole numbers, many distances are exactly eps: 3, 4, 5 and 6, 8, 10.
  const crowd = fc.oneof(...[6, 20, 60].map((most) => fc.array(point(most), { maxLength: 90 })))
  fc.assert(
    fc.property(crowd, fc.constantFrom(0.5, 1, 2, 5, 10), fc.integer({ min: 1, max: 8 }), (points, eps, min) => {
      assert.deepEqual(run(points, eps, min), bruteForce(points, eps, min))
    }),
    { numRuns: 300 },
  )
})

test('the same on fractions of a metre somewhere on the National Grid', () => {
  const somewhere = fc.array(
    fc.tuple(
      fc.double({ min: 530_000, max: 530_400, noNaN: true }),
      fc.double({ min: 180_000, max: 180_400, noNaN: true }),
    ),
    { maxLength: 120 },
  )
  fc.assert(
    fc.property(somewhere, (points) => assert.deepEqual(run(points, 40, 4), bruteForce(points, 40, 4))),
    { numRuns: 60 },
  )
})

test('a border point between two clusters goes to the one whose core came first, as in R and scikit-learn', () => {
  const left = [0, 1, 1, 2].map((x) => [x, 0] as const)
  const right = [6, 7, 7, 8].map((x) => [x, 0] as const)
  const core = [0, 1, 1, 1, 1, 1, 1, 1, 1]
  assert.deepEqual(run([[4, 0], ...right, ...left], 2, 4), { labels: [0, 0, 0, 0, 0, 1, 1, 1, 1], core })
  assert.deepEqual(run([[4, 0], ...left, ...right], 2, 4), { labels: [0, 0, 0, 0, 0, 1, 1, 1, 1], core })
})

test('two crowds that lie just too far apart are two clusters, without each pair being measured', {
  timeout: 120_000,
}, () => {
  // In two squares that count as near, the gap a hair wider than eps, and a point of the one that bulges towards the other.
  const clusters = (many: number, bulge: number) => {
    const random = seeded(3)
    const crowd = Array.from({ length: 2 * many }, (_, at) => [at < many ? 0 : 101, 60 * random.next()] as const)
    return new Set(run([...crowd, [bulge, 30]], 100, 3).labels).size
  }
  assert.deepEqual([clusters(2000, 0.9), clusters(2000, 1.5)], [2, 1])
  assert.equal(clusters(500_000, 0.9), 2) // 250,000,000,000 pairs would take minutes
})

test('any pair within reach is found, and none that is not, however the points lie', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ min: 0, max: 12, noNaN: true }))
  const crowd = fc.array(fc.tuple(value, value), { maxLength: 60 })
  fc.assert(
    fc.property(crowd, crowd, fc.constantFrom(0, 0.5, 3, 5, 9), (one, other, reach) => {
      const all = [...one, ...other.map(([x, y]) => [x + 8, y] as const)]
      const places = { xs: Float64Array.from(all, ([x]) => x), ys: Float64Array.from(all, ([, y]) => y) }
      const [left, right] = [all.slice(0, one.length), all.slice(one.length)]
      const wanted = left.some(([x, y]) => right.some(([u, v]) => (x - u) ** 2 + (y - v) ** 2 <= reach ** 2))
      const parts = [
        { from: 0, to: one.length },
        { from: one.length, to: all.length },
      ] as const
      assert.equal(anyWithin(places, reach ** 2, ...parts), wanted)
      const sorted = (of: readonly (readonly [number, number])[]) => of.map(String).sort()
      const kept = left.map((_, at) => [places.xs[at] as number, places.ys[at] as number] as const)
      assert.deepEqual(sorted(kept), sorted(left), 'points stay in their part')
    }),
    { numRuns: 400 },
  )
})

test('one point on the other side of the world costs nothing, and no point at all is no cluster', () => {
  assert.deepEqual(
    run(
      [
        [0, 0],
        [1, 0],
        [50_000_000, 9_000_000],
      ],
      1,
      2,
    ),
    { labels: [0, 0, -1], core: [1, 1, 0] },
  )
  assert.deepEqual(run([], 1, 2), { labels: [], core: [] })
  assert.throws(
    () =>
      run(
        [
          [0, 0],
          [50_000_000, 0],
        ],
        0.001,
        2,
      ),
    /too far apart/,
  )
})

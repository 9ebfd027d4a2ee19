import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localMoran } from './local-moran.ts'
import { moran, type Weights } from './moran.ts'
import { cellsAround, distanceBand, queen } from './neighbours.ts'
import { twoSided, upperTail } from './normal.ts'
import { seeded } from './random.ts'

const kinds: readonly Weights[] = ['binary', 'row']
// Small enough for all 5,040 orders.
const small = { rows: 1, cols: 7, near: distanceBand(200, 100), counts: [0, 3, 4, 1, 0, 9, 2] }
const plain = { rows: 3, cols: 4, near: queen, counts: [0, 1, 0, 0, 2, 9, 1, 0, 1, 7, 0, 1] }

function* orders<One>(values: readonly One[]): Generator<One[]> {
  if (values.length === 0) yield []
  for (const [at, first] of values.entries()) for (const rest of orders(values.toSpliced(at, 1))) yield [first, ...rest]
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** n/S₀ · Σ w d d / Σ d², and each cell's own part, with a weight for every pair. */
function byPairs(grid: typeof small, kind: Weights) {
  const d = grid.counts.map((count) => count - average(grid.counts))
  const m2 = average(d.map((one) => one * one))
  const parts = d.map((one, at) => {
    const around = cellsAround(at, grid, grid.near)
    const lag = around.reduce((sum, other) => sum + (d[other] as number), 0)
    return (one * lag) / (m2 * (kind === 'row' ? around.length : 1))
  })
  const pairs = grid.counts.reduce((sum, _, at) => sum + cellsAround(at, grid, grid.near).length, 0)
  return { parts, I: parts.reduce((sum, part) => sum + part, 0) / (kind === 'row' ? d.length : pairs) }
}

for (const weights of kinds)
  test(`Moran's I, ${weights} weights: the formula for every pair; mean and variance are those of all orders`, () => {
    for (const grid of [small, plain])
      assert.ok(Math.abs(moran(grid, { weights }).I - byPairs(grid, weights).I) < 1e-12)
    const { I, expected, variance, z, p } = moran(small, { weights })
    const all = [...orders(small.counts)].map((counts) => byPairs({ ...small, counts }, weights).I)
    assert.ok(Math.abs(average(all) - expected) < 1e-12)
    assert.ok(Math.abs(average(all.map((one) => (one - expected) ** 2)) - variance) < 1e-12)
    assert.ok(Math.abs(z - (I - expected) / Math.sqrt(variance)) < 1e-12)
    assert.equal(p, twoSided(z))
    assert.equal(moran(small, { weights, alternative: 'greater' }).p, upperTail(z))
    const share = all.filter((one) => one >= I - 1e-12).length / all.length
    const drawn = moran(small, { weights, alternative: 'greater', permutations: 4000, seed: 2 }).p
    assert.ok(Math.abs(drawn - share) < 5 * Math.sqrt((share * (1 - share)) / 4000) + 1e-3, `${drawn}, not ${share}`)
  })

test("local Moran: the formula for every pair; mean and variance are those of all orders of the others' counts", () => {
  for (const weights of kinds) {
    const { I } = localMoran(plain, { weights })
    for (const [at, part] of byPairs(plain, weights).parts.entries())
      assert.ok(Math.abs((I[at] as number) - part) < 1e-12)
  }
  const { I, z, p, quarter, tail } = localMoran(small)
  const normal = localMoran(small, { tail: 'normal' }).p
  for (const [at, own] of small.counts.entries()) {
    const all = [...orders(small.counts.toSpliced(at, 1))].map(
      (others) => byPairs({ ...small, counts: others.toSpliced(at, 0, own) }, 'binary').parts[at] as number,
    )
    const mean = average(all)
    const variance = average(all.map((one) => (one - mean) ** 2))
    assert.ok(Math.abs((z[at] as number) - ((I[at] as number) - mean) / Math.sqrt(variance)) < 1e-9)
    assert.equal(normal[at], twoSided(z[at] as number))
    const part = (fits: (one: number) => boolean) => all.filter(fits).length / all.length
    const [large, little] = [
      part((one) => one >= (I[at] as number) - 1e-9),
      part((one) => one <= (I[at] as number) + 1e-9),
    ]
    assert.ok(Math.abs((p[at] as number) - Math.min(1, 2 * Math.min(large, little))) < 1e-9)
    const drawn = localMoran(small, { permutations: 4000, alternative: 'greater', seed: 5 }).p[at] as number
    const slack = 5 * Math.sqrt((large * (1 - large)) / 4000) + 1e-3
    assert.ok(Math.abs(drawn - large) < slack, `${at}: ${drawn}, not ${large}`)
  }
  assert.deepEqual([quarter[1], quarter[5], quarter[0], tail], ['high-low', 'high-low', 'low-high', 'exact'])
  assert.equal(localMoran({ ...small, counts: small.counts.map((count) => count / 3) }).tail, 'normal')
  assert.deepEqual(localMoran(small, { weights: 'row' }).z.map(Math.fround), z.map(Math.fround))
})

test('where all orders of the counts say the same, z is 0 and p is 1, whatever rounding leaves', () => {
  const random = seeded(11)
  for (const side of [2, 3, 7, 20])
    for (const draw of [() => random.below(9), () => 9 * random.next(), () => 0.1 + 1e-6 * random.next()]) {
      const counts = [9.5, ...Array.from({ length: side * side - 1 }, draw)]
      const near = distanceBand(100 * side * Math.SQRT2, 100)
      for (const weights of kinds)
        for (const options of [{ weights }, { weights, alternative: 'greater' as const, permutations: 49 }]) {
          const { I, expected, variance, z, p } = moran({ rows: side, cols: side, near, counts }, options)
          assert.deepEqual([variance, z, p], [0, 0, 1])
          assert.ok(Math.abs(I - expected) < 1e-9)
          const local = localMoran({ rows: side, cols: side, near, counts }, { ...options, tail: 'normal' })
          assert.deepEqual([new Set(local.z), new Set(local.p)], [new Set([0]), new Set([1])])
        }
    }
  // One cell of a ring that differs: whichever it is, the sum over neighbours is the same.
  const ring = { rows: 2, cols: 2, near: distanceBand(100, 100), counts: [0.3, 0.1, 0.1, 0.1] }
  assert.deepEqual([moran(ring).z, moran(ring).p], [0, 1])
})

test('a count is the mean also where the mean is rounded: it stands nowhere', () => {
  const { z, p } = localMoran({ ...small, counts: [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.2] }, { tail: 'normal' })
  for (const at of [1, 4, 6]) assert.deepEqual([z[at], p[at]], [0, 1])
  assert.ok(z.some((one) => one !== 0))
})

test('grids in which nothing can be shared are refused', () => {
  for (const method of [moran, localMoran]) {
    assert.throws(() => method({ ...small, counts: [1, 1, 1, 1, 1, 1, 1] }), /All counts are alike/)
    assert.throws(() => method({ rows: 3, cols: 3, near: queen, counts: Array(9).fill(0.1) }), /All counts are alike/)
    assert.throws(() => method({ ...small, counts: [0.3, 0.3, 0.1 + 0.2, 0.3, 0.3, 0.3, 0.3] }), /All counts are alike/)
    assert.throws(() => method({ ...small, counts: [1, 2] }), /counts has 2 values/)
    assert.throws(() => method({ ...small, near: distanceBand(50, 100) }), /no neighbour/)
    assert.throws(() => method({ rows: 1, cols: 2, near: queen, counts: [1, 2] }), /has 2 cells/)
    assert.throws(() => method(small, { permutations: -1 }), /permutations is -1/)
  }
})

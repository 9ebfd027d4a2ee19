import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benjaminiHochberg } from './fdr.ts'
import { type CountGrid, giStar, giStarScore, giStarScores, spreadOf } from './gistar.ts'
import { cellsAround, distanceBand, queen } from './neighbours.ts'
import { twoSided, upperTail } from './normal.ts'
import { poisson, seeded } from './random.ts'

const random = seeded(4)
const grids: CountGrid[] = [
  { rows: 6, cols: 5, near: queen, counts: Float64Array.from({ length: 30 }, () => poisson(2, random)) },
  {
    rows: 8,
    cols: 9,
    near: distanceBand(500, 150),
    counts: Float64Array.from({ length: 72 }, () => poisson(0.4, random)),
  },
  {
    rows: 7,
    cols: 7,
    near: distanceBand(160, 150),
    counts: Float64Array.from({ length: 49 }, () => random.next() * 9),
  },
]

/** Ord and Getis (1995) with a weight for every pair, as written there. */
function scoresByFormula(grid: CountGrid): number[] {
  const x = Array.from(grid.counts)
  const n = x.length
  const mean = x.reduce((sum, one) => sum + one, 0) / n
  const s = Math.sqrt(x.reduce((sum, one) => sum + one * one, 0) / n - mean ** 2)
  return x.map((_, i) => {
    const near = new Set([i, ...cellsAround(i, grid, grid.near)])
    const w: number[] = x.map((_, j) => (near.has(j) ? 1 : 0))
    const sum = (of: (weight: number, j: number) => number) => w.reduce((all, weight, j) => all + of(weight, j), 0)
    const top = sum((weight, j) => weight * (x[j] as number)) - mean * sum((weight) => weight)
    return top / (s * Math.sqrt((n * sum((weight) => weight ** 2) - sum((weight) => weight) ** 2) / (n - 1)))
  })
}

/** Chance that k of the others sum to as much, every set of them counted. */
function conditional(values: readonly number[], k: number, bar: number): { atLeast: number; atMost: number } {
  let [sets, atLeast, atMost] = [0, 0, 0]
  const go = (from: number, left: number, sum: number) => {
    if (left === 0) {
      sets++
      atLeast += Number(sum >= bar)
      atMost += Number(sum <= bar)
    } else for (let at = from; at <= values.length - left; at++) go(at + 1, left - 1, sum + (values[at] as number))
  }
  go(0, k, 0)
  return { atLeast: atLeast / sets, atMost: atMost / sets }
}

test('Gi* is the formula for every pair, to 1e-9', () => {
  for (const grid of grids) {
    const { z } = giStar(grid, { tail: 'normal' })
    for (const [at, wanted] of scoresByFormula(grid).entries())
      assert.ok(Math.abs((z[at] as number) - wanted) < 1e-9, `${z[at]}, not ${wanted}`)
    assert.deepEqual(giStarScores(grid), z)
  }
})

test('Gi* names where p comes from, and q is p corrected by Benjamini and Hochberg', () => {
  for (const [at, grid] of grids.entries()) {
    const exact = giStar(grid)
    assert.deepEqual([exact.tail, exact.correction], [at === 2 ? 'rounded' : 'exact', 'Benjamini-Hochberg'])
    const normal = giStar(grid, { tail: 'normal', alternative: 'greater' })
    assert.deepEqual(normal.p, normal.z.map(upperTail))
    assert.deepEqual(giStar(grid, { tail: 'normal' }).p, normal.z.map(twoSided))
    for (const { p, q } of [exact, normal]) assert.deepEqual(q, benjaminiHochberg(p).adjusted)
  }
})

test('exact p is the share of all arrangements of the counts in which a cell and its neighbours sum to as much', () => {
  const grid = { rows: 3, cols: 4, near: distanceBand(150, 150), counts: [0, 1, 0, 0, 2, 9, 1, 0, 1, 7, 0, 1] }
  const { p } = giStar(grid)
  const above = giStar(grid, { alternative: 'greater' }).p
  for (const [at, count] of grid.counts.entries()) {
    const around = cellsAround(at, grid, grid.near)
    const sum = around.reduce((all, other) => all + (grid.counts[other] as number), count)
    const { atLeast, atMost } = conditional(grid.counts, around.length + 1, sum)
    assert.ok(Math.abs((above[at] as number) - atLeast) < 1e-12)
    assert.ok(Math.abs((p[at] as number) - Math.min(1, 2 * Math.min(atLeast, atMost))) < 1e-12)
  }
})

test('permutation p comes near the share of all sets of others, for each cell, and is the same for the same seed', () => {
  const counts = [0, 1, 0, 0, 2, 9, 1, 0, 1, 7, 0, 1]
  const grid = { rows: 3, cols: 4, near: queen, counts }
  const permutations = 20_000
  const found = giStar(grid, { permutations, alternative: 'greater', seed: 3 })
  assert.equal(found.tail, 'permutation')
  for (const at of counts.keys()) {
    const around = cellsAround(at, grid, queen)
    const sum = around.reduce((all, other) => all + (counts[other] as number), 0)
    const { atLeast } = conditional(counts.toSpliced(at, 1), around.length, sum)
    const slack = 5 * Math.sqrt((atLeast * (1 - atLeast)) / permutations) + 2 / permutations
    assert.ok(Math.abs((found.p[at] as number) - atLeast) < slack, `${at}: ${found.p[at]}, not ${atLeast}`)
  }
  assert.deepEqual(giStar(grid, { permutations, alternative: 'greater', seed: 3 }).p, found.p)
  assert.notDeepEqual(giStar(grid, { permutations, alternative: 'greater', seed: 4 }).p, found.p)
  const wide = giStar({ ...grid, near: distanceBand(9999, 150) }, { permutations: 99 })
  assert.deepEqual(new Set(wide.p), new Set([1]))
})

test('where all counts are alike, or all cells are near, nothing stands out', () => {
  for (const grid of [
    { rows: 2, cols: 3, near: queen, counts: [4, 4, 4, 4, 4, 4] },
    { rows: 2, cols: 2, near: queen, counts: [0, 9, 4, 4] },
    { rows: 1, cols: 1, near: queen, counts: [3] },
    // A mean of fractions is a hair beside them.
    { rows: 3, cols: 3, near: queen, counts: Array(9).fill(0.1) },
    { rows: 40, cols: 50, near: distanceBand(300, 100), counts: Array(2000).fill(0.7) },
    { rows: 3, cols: 3, near: queen, counts: [0.3, 0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2, 0.3, 0.3, 0.3, 0.1 + 0.2] },
  ])
    for (const options of [{}, { tail: 'normal' }, { permutations: 19 }, { alternative: 'greater' }] as const) {
      const { z, p, q } = giStar(grid, options)
      assert.deepEqual([new Set(z), new Set(p), new Set(q)], [new Set([0]), new Set([1]), new Set([1])])
    }
})

test('of a mask only its cells are counted and dealt to: what lies around a map changes nothing, whatever stands there', () => {
  const [{ rows, cols, counts }] = grids as [CountGrid]
  const [wide, high] = [cols + 4, rows + 3]
  const inside = (at: number) => at % wide < cols && Math.floor(at / wide) < rows
  const around = {
    ...{ rows: high, cols: wide, mask: Uint8Array.from({ length: high * wide }, (_, at) => (inside(at) ? 1 : 0)) },
    counts: Float64Array.from({ length: high * wide }, (_, at) =>
      inside(at) ? (counts[Math.floor(at / wide) * cols + (at % wide)] as number) : at % 5,
    ),
  }
  const all = { rows, cols, counts, mask: new Uint8Array(rows * cols).fill(1) }
  for (const near of [queen, distanceBand(350, 150)])
    for (const options of [{}, { tail: 'normal' as const }, { permutations: 99 }]) {
      const alone = giStar({ rows, cols, counts, near }, options)
      assert.deepEqual(giStar({ ...all, near }, options), alone)
      const found = giStar({ ...around, near }, options)
      for (const part of ['z', 'p', 'q'] as const) {
        assert.deepEqual(
          found[part].filter((_, at) => inside(at)),
          alone[part],
          part,
        )
        assert.deepEqual(new Set(found[part].filter((_, at) => !inside(at))), new Set([part === 'z' ? 0 : 1]), part)
      }
      assert.deepEqual(giStarScores({ ...around, near }), found.z)
    }
  assert.throws(() => giStar({ ...all, mask: new Uint8Array(3), near: queen }), /mask has 3 values/)
})

test('one cell told anew from its sum scores as in the whole map', () => {
  const [grid] = grids as [CountGrid]
  const spread = spreadOf(grid.counts)
  const sum = [12, ...cellsAround(12, grid, queen)].reduce((all, at) => all + (grid.counts[at] as number), 0)
  assert.equal(giStarScore(sum, 9, spread), giStarScores(grid)[12])
})

test('on 60 null maps of few events, few raise any alarm; an injected rise is found', () => {
  const chance = seeded(21)
  let alarms = 0
  for (let map = 0; map < 60; map++) {
    const counts = Float64Array.from({ length: 400 }, () => poisson(0.1, chance))
    if (giStar({ rows: 20, cols: 20, near: queen, counts }).q.some((q) => q <= 0.05)) alarms++
  }
  assert.ok(alarms <= 7, `${alarms} of 60`) // 3 expected at the stated rate; 8 or more by chance once in 70 times
  const counts = Float64Array.from({ length: 400 }, () => poisson(0.1, chance))
  for (const at of [210, 211, 230, 231]) counts[at] = (counts[at] as number) + 2
  assert.ok((giStar({ rows: 20, cols: 20, near: queen, counts }).q[210] as number) <= 0.05)
})

test('wrong sizes and counts are refused', () => {
  const grid = { rows: 2, cols: 2, near: queen, counts: [1, 2, 3] }
  assert.throws(() => giStar(grid), /counts has 3 values; 2 rows of 2 columns need 4/)
  assert.throws(() => giStarScores(grid), /counts has 3 values/)
  assert.throws(() => giStar({ ...grid, counts: [1, 2, 3, -1] }), /counts\[3\] is -1/)
  assert.throws(() => giStar({ ...grid, counts: [1, Number.NaN, 3, 1] }), /counts\[1\] is NaN/)
  assert.throws(() => giStar({ ...grid, counts: [1, 2, 3, 4] }, { permutations: 1.5 }), /permutations is 1.5/)
})

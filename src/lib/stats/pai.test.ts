import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { accuracy } from './pai.ts'
import { topShare } from './top-share.ts'

const close = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`)
const of = (scores: readonly number[], counts: readonly number[], areas: readonly number[]) => {
  const { hit, pai, pei } = accuracy(Float64Array.from(scores), Float64Array.from(counts), areas)
  return { hit: [...hit], pai: [...pai], pei: [...pei] }
}

function orders<T>(values: readonly T[]): T[][] {
  if (values.length === 0) return [[]]
  return values.flatMap((value, n) => orders(values.toSpliced(n, 1)).map((rest) => [value, ...rest]))
}

test('the hit rate is the mean over every way to break ties; PAI and PEI follow from it', () => {
  const cells = fc.array(fc.record({ score: fc.integer({ min: 0, max: 2 }), count: fc.integer({ min: 0, max: 4 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(cells, fc.double({ min: 0.05, max: 1, noNaN: true }), (cells, share) => {
      const total = cells.reduce((sum, { count }) => sum + count, 0)
      fc.pre(total > 0)
      const most = share * cells.length
      const catches = (order: typeof cells) =>
        order.reduce((sum, { count }, rank) => sum + count * Math.min(1, Math.max(0, most - rank)), 0)
      const all = orders(cells).map((order) => catches(order.toSorted((a, b) => b.score - a.score)))
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length
      const best = catches(cells.toSorted((a, b) => b.count - a.count))
      const found = of(
        cells.map(({ score }) => score),
        cells.map(({ count }) => count),
        [share],
      )
      close(found.hit[0] as number, mean / total)
      close(found.pai[0] as number, mean / total / share)
      close(found.pei[0] as number, mean / best)
    }),
    { numRuns: 60 },
  )
})

test('a worked example: ten cells, the two best scored hold 6 of 12 events, and 10 were to be had', () => {
  const scores = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
  const counts = [4, 2, 6, 0, 0, 0, 0, 0, 0, 0]
  assert.deepEqual(of(scores, counts, [0.2, 1]), { hit: [0.5, 1], pai: [2.5, 1], pei: [0.6, 1] })
})

test('scores that say nothing hit as much as the area, whatever the order of the cells', () => {
  const counts = Array.from({ length: 40 }, (_, n) => (n < 3 ? 20 : 0))
  assert.deepEqual(
    of(
      counts.map(() => 7),
      counts,
      [0.05, 0.1, 0.5],
    ).pai,
    [1, 1, 1],
  )
})

test('nothing happened: no rate is made up; areas that are no shares are refused', () => {
  assert.ok(Number.isNaN(of([1, 2], [0, 0], [0.5]).hit[0]))
  assert.throws(() => of([1, 2], [0, 1], [22_500]), /an area is a share of all cells/)
  assert.throws(() => of([1, 2], [0], [0.5]), /counts has 1 values; the scores need 2/)
})

test('cells that tie for the last places belong to the top in equal parts', () => {
  assert.deepEqual([...topShare(Float64Array.of(5, 1, 1, 1, 0, 0, 0, 0), 0.25)], [1, 1 / 3, 1 / 3, 1 / 3, 0, 0, 0, 0])
})

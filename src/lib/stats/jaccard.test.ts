import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { consistency, jaccard } from './jaccard.ts'

const cells = fc.array(fc.integer({ min: 0, max: 12 }))

test('two lists are as alike as the cells in both to those in either, counted one by one', () => {
  fc.assert(
    fc.property(cells, cells, (one, other) => {
      let [both, either] = [0, 0]
      for (let cell = 0; cell <= 12; cell++) {
        if (one.includes(cell) && other.includes(cell)) both++
        if (one.includes(cell) || other.includes(cell)) either++
      }
      assert.equal(jaccard(one, other), either === 0 ? 1 : both / either)
    }),
  )
})

test('without ties, two periods are as alike as their lists; ties count in parts, and the same scores are alike', () => {
  const scores = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(scores, scores, (one, other) => {
      const top = (scores: number[]) =>
        scores
          .map((_, cell) => cell)
          .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
          .slice(0, 3)
      const alike = consistency(Float64Array.from(one), Float64Array.from(other), 0.3)
      assert.ok(Math.abs(alike - jaccard(top(one), top(other))) < 1e-12)
    }),
  )
  const tied = Float64Array.of(3, 1, 1, 0)
  assert.equal(consistency(tied, tied, 0.5), 1)
  // One cell of two for certain, the other by lot among two: 1 + ½ + 0 of 1 + 1 + ½.
  assert.ok(Math.abs(consistency(tied, Float64Array.of(3, 2, 0, 0), 0.5) - 1.5 / 2.5) < 1e-12)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tailsOfDraws } from './draws.ts'

/** The sum of every set of k of the values. */
function* sumsOfSets(values: readonly number[], k: number, from = 0, sum = 0): Generator<number> {
  if (k === 0) yield sum
  else
    for (let at = from; at <= values.length - k; at++)
      yield* sumsOfSets(values, k - 1, at + 1, sum + (values[at] as number))
}

const lists = [
  [0, 0, 0, 1, 0, 2, 0, 1, 9, 0],
  [5, 5, 5, 5, 5],
  [3, 100, 3, 7, 12, 7, 7, 4, 3, 3, 250],
]

test('tails of a sum of draws are those of every set counted one by one', () => {
  for (const values of lists)
    for (let k = 1; k <= values.length; k++) {
      const tails = tailsOfDraws(values, [1, k])
      const sums = [...sumsOfSets(values, k)]
      for (const sum of new Set(sums)) {
        const share = (fits: (one: number) => boolean) => sums.filter(fits).length / sums.length
        assert.ok(Math.abs((tails?.atLeast(k, sum) ?? 0) - share((one) => one >= sum)) < 1e-12)
        assert.ok(Math.abs((tails?.atMost(k, sum) ?? 0) - share((one) => one <= sum)) < 1e-12)
      }
    }
})

test('far tails keep their accuracy: nine ones out of ninety among a thousand', () => {
  const values = Array.from({ length: 1000 }, (_, at) => (at < 90 ? 1 : 0))
  let hypergeometric = 1
  for (let at = 0; at < 9; at++) hypergeometric *= (90 - at) / (1000 - at)
  const found = tailsOfDraws(values, [9])?.atLeast(9, 9) ?? 0
  assert.ok(Math.abs(found / hypergeometric - 1) < 1e-11, `${found}, not ${hypergeometric}`)
})

test('what cannot be counted out is not: parts of a count, hundreds in a draw, more in a draw than there are', () => {
  assert.equal(tailsOfDraws([0.5, 1, 2], [2]), undefined)
  assert.equal(tailsOfDraws(new Float64Array(1000), [400]), undefined)
  assert.equal(tailsOfDraws([1, 2], [3]), undefined)
  assert.equal(tailsOfDraws(Float64Array.from({ length: 5000 }, (_, at) => at ** 2), [200]), undefined)
})

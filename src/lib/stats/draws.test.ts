import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tailsOfDraws } from './draws.ts'
import { poisson, seeded } from './random.ts'

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

test('counts that are not whole, or too many, are rounded, and tails stay close', () => {
  const random = seeded(8)
  const decayed = Array.from({ length: 12 }, () => poisson(2, random) * random.next())
  const large = Array.from({ length: 400 }, () => poisson(3, random) ** 8)
  assert.equal(tailsOfDraws(lists[0] as number[], [3])?.exact, true)
  assert.equal(tailsOfDraws(large, [120])?.exact, false)
  const tails = tailsOfDraws(decayed, [5])
  assert.equal(tails?.exact, false)
  const sums = [...sumsOfSets(decayed, 5)]
  for (const sum of sums.filter((_, at) => at % 16 === 0)) {
    const share = sums.filter((one) => one >= sum - 1e-12).length / sums.length
    const found = tails?.atLeast(5, sum) ?? 0
    assert.ok(Math.abs(found - share) < 0.01, `${found}, not ${share}`)
  }
})

test('draws of hundreds, and of more than there are, are left to the caller', () => {
  assert.equal(tailsOfDraws(new Float64Array(1000), [400]), undefined)
  assert.equal(tailsOfDraws([1, 2], [3]), undefined)
})

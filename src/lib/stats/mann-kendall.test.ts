import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mannKendall } from './mann-kendall.ts'
import { twoSided } from './normal.ts'

function* orders(values: readonly number[]): Generator<number[]> {
  if (values.length === 0) yield []
  for (const [at, first] of values.entries()) for (const rest of orders(values.toSpliced(at, 1))) yield [first, ...rest]
}

test('the variance of S is that over all orders of the values, ties or none', () => {
  for (const series of [
    [4, 1, 3, 2, 9, 7],
    [2, 2, 1, 3, 3, 3, 2],
  ]) {
    const all = [...orders(series)].map((order) => mannKendall(order).S)
    const variance = all.reduce((sum, S) => sum + S * S, 0) / all.length
    assert.ok(Math.abs(mannKendall(series).variance - variance) < 1e-9)
  }
})

test('ten values that always rise, by hand; a fall is the same with another sign', () => {
  const { S, variance, z, p, tau } = mannKendall([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  assert.deepEqual([S, variance, tau], [45, 125, 1])
  assert.equal(z, 44 / Math.sqrt(125))
  assert.equal(p, twoSided(z))
  const fall = mannKendall([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  assert.deepEqual([fall.S, fall.z, fall.p, fall.tau], [-45, -z, p, -1])
})

test('tau with ties is that of scipy.stats.kendalltau', () => {
  assert.ok(Math.abs(mannKendall([3, 4, 4, 6, 5, 8, 9, 9, 12, 11]).tau - 0.8865926413116155) < 1e-12)
  assert.ok(Math.abs(mannKendall([5, 5, 3, 3, 3, 1, 2, 2, 0]).tau + 0.8082238591204871) < 1e-12)
})

test('a series that stays as it is has no trend; too short a one, or one with a gap, is refused', () => {
  assert.deepEqual(mannKendall([2, 2, 2, 2]), { S: 0, variance: 0, z: 0, p: 1, tau: 0 })
  assert.throws(() => mannKendall([1, 2]), /series has 2 values/)
  assert.throws(() => mannKendall([1, 2, Number.NaN]), /series\[2\] is NaN/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from './random.ts'
import { meanInterval, studentQuantile } from './student.ts'

test('quantiles of t are those of the printed tables', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, two-sided.
  for (const [p, freedom, t] of [
    [0.05, 1, 12.706],
    [0.05, 2, 4.303],
    [0.05, 3, 3.182],
    [0.05, 5, 2.571],
    [0.05, 10, 2.228],
    [0.2, 10, 1.372],
    [0.01, 14, 2.977],
    [0.002, 30, 3.385],
    [0.05, 100, 1.984],
  ] as const)
    assert.ok(Math.abs(studentQuantile(p, freedom) - t) < 0.0006, `${p} ${freedom}: ${studentQuantile(p, freedom)}`)
})

test('the interval of a mean of eight holds the true one in 95 of 100 draws', () => {
  const random = seeded(11)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const draws = 4000
  let held = 0
  for (let draw = 0; draw < draws; draw++) {
    const { low, high } = meanInterval(Array.from({ length: 8 }, () => 3 + 2 * normal()))
    if (low <= 3 && 3 <= high) held += 1
  }
  assert.ok(Math.abs(held / draws - 0.95) < 0.012, `${held / draws}`)
})

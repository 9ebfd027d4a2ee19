import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lowerTail, twoSided, upperTail } from './normal.ts'

/** φ(x)/(x + 1/(x + 2/(x + 3/…))), Abramowitz and Stegun 26.2.14: another way to the same, slow and exact from 1 on. */
function byFraction(x: number): number {
  let below = x
  for (let k = 3000; k > 0; k--) below = x + k / below
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) / below
}

/** ½ − φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)), 26.2.11: exact near 0. */
function bySeries(x: number): number {
  let [term, sum] = [x, 0]
  for (let k = 1; k < 200; k++) {
    sum += term
    term *= (x * x) / (2 * k + 1)
  }
  return 0.5 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

const near = (found: number, wanted: number, share: number) =>
  assert.ok(Math.abs(found / wanted - 1) < share, `${found} is not ${wanted}`)

test('tails of the normal curve agree with two other formulas, out to 37 standard deviations', () => {
  for (let x = 0; x <= 1.2; x += 0.01) near(upperTail(x), bySeries(x), 1e-14)
  for (let x = 1; x <= 37; x += 0.07) near(upperTail(x), byFraction(x), 4e-13)
})

test('tails of the normal curve are those of the tables', () => {
  near(upperTail(1.96), 0.024997895148220435, 1e-14)
  near(upperTail(5), 2.866515718791939e-7, 1e-13)
  near(upperTail(10), 7.61985302416053e-24, 1e-13)
  assert.equal(lowerTail(0), 0.5)
  near(lowerTail(1), 0.8413447460685429, 1e-14)
  near(twoSided(-2.5758293035489004), 0.01, 1e-13)
  assert.equal(upperTail(Number.POSITIVE_INFINITY), 0)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logGamma } from './log-gamma.ts'

test('the logarithm of gamma is that of the factorials, of a half √π, and grows by ln x from x to x + 1', () => {
  let log = 0
  for (let n = 1; n < 3000; n++) {
    assert.ok(Math.abs(logGamma(n) - log) <= 1e-13 * Math.max(1, log), String(n))
    log += Math.log(n)
  }
  assert.ok(Math.abs(logGamma(0.5) - Math.log(Math.PI) / 2) < 1e-14)
  for (const x of [0.01, 0.3, 1.7, 9.99, 10.01, 250.5, 1e6 + 0.25])
    assert.ok(
      Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x)) < 1e-13 * Math.max(1, x * Math.log(x + 1)),
      String(x),
    )
  assert.throws(() => logGamma(0), /x is 0/)
})

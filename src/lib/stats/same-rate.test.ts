import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sameRate, sameWeightedRate } from './same-rate.ts'

/** All ways in which the events can fall, counted in whole numbers. */
function bruteForce(now: number, before: number, times: number): number {
  const all = now + before
  let [ways, atLeast] = [1n, 0n]
  for (let k = 0; k <= all; k++) {
    if (k >= now) atLeast += ways * BigInt(times) ** BigInt(all - k)
    ways = (ways * BigInt(all - k)) / BigInt(k + 1)
  }
  return Number((atLeast * 10n ** 30n) / BigInt(times + 1) ** BigInt(all)) / 1e30
}

test('the chance of as many in one period is that of counting all ways out', () => {
  const few = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(few, few, fc.integer({ min: 1, max: 10 }), (now, before, times) => {
      const exact = bruteForce(now, before, times)
      assert.ok(Math.abs(sameRate(now, before, times) - exact) <= 1e-11 * exact + 1e-29, `${now} ${before} ${times}`)
    }),
  )
})

test('of weighted counts it is the same chance where they are whole, grows with what was before, and is 1 for what is expected', () => {
  const few = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(
      few,
      few,
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (now, before, times, more) => {
        const found = sameWeightedRate(now, before, times)
        if (now <= (before + 1) / times) assert.equal(found, 1)
        else assert.ok(Math.abs(found / sameRate(now, before, times) - 1) < 1e-9, `${now} ${before} ${times}`)
        assert.ok(sameWeightedRate(now, before + more, times) >= found * (1 - 1e-12))
      },
    ),
  )
  assert.throws(() => sameWeightedRate(1, -1, 1), /before is -1/)
  assert.throws(() => sameWeightedRate(1, 1, 0), /times is 0/)
})

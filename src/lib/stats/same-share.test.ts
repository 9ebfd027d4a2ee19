import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { poisson, seeded } from './random.ts'
import { sameWeightedRate } from './same-rate.ts'
import { sameShare } from './same-share.ts'

function choose(all: number, of: number): bigint {
  let ways = 1n
  for (let k = 1; k <= of; k++) ways = (ways * BigInt(all - of + k)) / BigInt(k)
  return of > all ? 0n : ways
}

/** All ways in which the place's events can fall among those of the period and those before, counted in whole numbers. */
function bruteForce(now: number, of: number, before: number, others: number): number {
  const its = now + before
  let atLeast = 0n
  for (let k = now; k <= Math.min(of, its); k++) atLeast += choose(of, k) * choose(before + others, its - k)
  return Number((atLeast * 10n ** 40n) / choose(of + before + others, its)) / 1e40
}

const few = fc.integer({ min: 0, max: 40 })
const some = fc.integer({ min: 1, max: 300 })

test('the chance of as great a share is that of counting all ways out', () => {
  fc.assert(
    fc.property(few, few, few, some, (now, more, before, others) => {
      const of = now + more
      const found = sameShare(now, of, before, others)
      if (now * (before + 1 + others) <= of * (before + 1)) return assert.equal(found, 1)
      const exact = bruteForce(now, of, before, others)
      assert.ok(Math.abs(found - exact) <= 1e-10 * exact + 1e-38, `${now} ${of} ${before} ${others}: ${found} ${exact}`)
    }),
  )
})

test('it grows with what the place had before, falls with what the others had, and nears that of two rates in a large city', () => {
  const part = fc.double({ min: 0, max: 5, noNaN: true })
  fc.assert(
    fc.property(few, few, part, part, some, (now, more, before, add, others) => {
      const found = sameShare(now, now + more, before, others)
      assert.ok(found > 0 || now > 0)
      assert.ok(sameShare(now, now + more, before + add, others) >= found * (1 - 1e-9))
      assert.ok(sameShare(now, now + more, before, others + add) <= found * (1 + 1e-9))
    }),
  )
  const [city, rate] = [sameShare(12, 1e6, 10.5, 5e6), sameWeightedRate(12, 10.5, 5)]
  assert.ok(Math.abs(city / rate - 1) < 1e-3, `${city} ${rate}`)
})

test('where the share is the same, p is at most a in no more than a of all draws, whatever the level does', () => {
  const random = seeded(3)
  const limits = [0.1, 0.01]
  for (const level of [0.3, 1, 4]) {
    const below = limits.map(() => 0)
    const draws = 20_000
    for (let draw = 0; draw < draws; draw++) {
      const [now, elsewhere] = [poisson(3 * level, random), poisson(40 * level, random)]
      const [before, others] = [poisson(3 * 6, random), poisson(40 * 6, random)]
      const p = sameShare(now, now + elsewhere, before, others)
      for (const [at, limit] of limits.entries()) if (p <= limit) below[at] = (below[at] as number) + 1
    }
    for (const [at, limit] of limits.entries())
      assert.ok((below[at] as number) <= draws * limit + 4 * Math.sqrt(draws * limit), `${level} ${limit} ${below[at]}`)
  }
  assert.throws(() => sameShare(3, 2, 0, 1), /of is 2/)
  assert.throws(() => sameShare(1, 2, -1, 1), /before is -1/)
})

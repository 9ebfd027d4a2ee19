import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seeded } from '../stats/random.ts'
import { pairedInterval, release, whyOf } from './release.ts'

const tried = (gains: readonly (readonly number[])[]) =>
  gains.map((gain, period) => ({ period, floor: gain.map(() => 0.5), learned: [gain.map((one) => 0.5 + one)] }))

test('a learned model that is better each time is released, and the sentence says by how much', () => {
  const found = release(tried(Array.from({ length: 8 }, (_, at) => [0.01 + at / 1000, 0.02])), [0], [0.01, 0.05])
  assert.deepEqual([found.uses, found.floorUpTo, found.periods], ['learned', 0, 8])
  assert.match(
    whyOf(found),
    /^The learned model is used\. Over the 8 periods before, its list held 1\.68 more of every 100 events than the floor’s, likely between 1\.\d\d more and \d\.\d\d more\.$/,
  )
})

test('the floor is used, and why is said: too few periods, a gain that may be chance, a loss at one share', () => {
  const few = release(tried([[0.1], [0.1], [0.1], [0.1], [0.1]]), [0], [0.05])
  assert.match(whyOf(few, { things: 'thefts', periods: 'months' }), /tried in 5 months only, and 6 are needed/)
  const chance = release(tried(Array.from({ length: 8 }, (_, at) => [at % 2 ? 0.003 : -0.002])), [0], [0.05])
  assert.match(whyOf(chance), /^The floor is used, for the learned model may be no better\./)
  const loss = release(tried(Array.from({ length: 8 }, () => [-0.002, 0.05])), [0], [0.002, 0.05])
  assert.match(
    whyOf(loss),
    /may do worse\. In the first 0\.2% of the area its list held 0\.20 fewer of every 100 events than the floor’s, and it may be 0\.20 fewer\. Over the 8 periods before, its list held 2\.40 more of every 100 events/,
  )
  assert.deepEqual([few.uses, chance.uses, loss.uses, few.floorUpTo], ['floor', 'floor', 'floor', 1])
})

test('of several depths the best one that loses nowhere is taken', () => {
  const periods = Array.from({ length: 9 }, (_, period) => ({
    period,
    floor: [0.4, 0.8],
    learned: [
      [0.39, 0.83 + period / 1e4],
      [0.4, 0.82 + period / 1e4],
      [0.4, 0.8],
    ],
  }))
  const found = release(periods, [0, 0.002, 0.01], [0.002, 0.01])
  assert.deepEqual([found.uses, found.floorUpTo], ['learned', 0.002])
  assert.match(whyOf(found), /used after the floor’s first 0\.2% of the area/)
})

test('a model without any gain is released in few of many cities', () => {
  const random = seeded(4)
  const noise = () => [0, 1].map(() => (random.next() + random.next() + random.next() - 1.5) / 50)
  const released = Array.from({ length: 40 }, () =>
    release(tried(Array.from({ length: 12 }, noise)), [0], [0.01, 0.05]),
  )
  assert.ok(released.filter(({ uses }) => uses === 'learned').length <= 4)
})

test('the interval holds the mean, and moves with the differences', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 20 }), (all) => {
      const found = pairedInterval(all, 0.95)
      assert.ok(found.low <= found.mean + 1e-12 && found.mean <= found.high + 1e-12)
      const moved = pairedInterval(
        all.map((one) => one + 1),
        0.95,
      )
      assert.ok(Math.abs(moved.low - found.low - 1) < 1e-9 && Math.abs(moved.high - found.high - 1) < 1e-9)
    }),
    { numRuns: 10 },
  )
})

test('of six periods, as few as there may be, the interval holds the truth as often as it says; no gain is released in 1 of 40', () => {
  const random = seeded(12)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  const cities = Array.from({ length: 2000 }, () => Array.from({ length: 6 }, () => 0.01 + normal() / 100))
  for (const level of [0.95, 0.9875]) {
    const held = cities.filter((gains) => {
      const { low, high } = pairedInterval(gains, level)
      return low <= 0.01 && 0.01 <= high
    })
    assert.ok(Math.abs(held.length / cities.length - level) < 0.015, `${level}: ${held.length / cities.length}`)
  }
  // Small differences, so that what no share may lose is no bar: the interval alone decides.
  const released = cities.filter((gains) => {
    const without = gains.map((gain) => [(gain - 0.01) / 100])
    return release(tried(without), [0], [0.05]).uses === 'learned'
  })
  assert.ok(released.length / cities.length < 0.035, `${released.length / cities.length}`)
})

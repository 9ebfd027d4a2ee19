import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calibration } from './calibration.ts'
import { poisson, seeded } from './random.ts'

test('the groups hold every cell once, by forecast, cells of one forecast together, and add up', () => {
  const cells = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(cells, fc.integer({ min: 1, max: 6 }), (cells, groups) => {
      fc.pre(cells.some(([expected]) => expected > 0))
      const found = calibration(
        Float64Array.from(cells, ([e]) => e),
        Float64Array.from(cells, ([, o]) => o),
        groups,
      )
      assert.ok(found.groups.length <= groups)
      const left = cells.toSorted(([a], [b]) => b - a)
      for (const { cells, expected, observed } of found.groups) {
        const its = left.splice(0, cells)
        assert.equal(
          expected,
          its.reduce((sum, [e]) => sum + e, 0),
        )
        assert.equal(
          observed,
          its.reduce((sum, [, o]) => sum + o, 0),
        )
        assert.notEqual(its.at(-1)?.[0], left[0]?.[0])
      }
      assert.deepEqual([left.length, found.all.cells], [0, cells.length])
      assert.equal(
        found.all.observed,
        cells.reduce((sum, [, o]) => sum + o, 0),
      )
    }),
  )
})

test('groups expect about the same, and a forecast that is right has 1 in its intervals nineteen times in twenty', () => {
  const random = seeded(4)
  let [inside, groups] = [0, 0]
  for (let round = 0; round < 40; round++) {
    const expected = Float64Array.from({ length: 400 }, () => 0.01 + 5 * random.next() ** 6)
    const observed = expected.map((mean) => poisson(mean, random))
    const found = calibration(expected, observed, 5)
    for (const { low, high, expected } of found.groups) {
      assert.ok(Math.abs(expected - found.all.expected / 5) < 6)
      groups++
      if (low <= 1 && high >= 1) inside++
    }
  }
  assert.ok(inside / groups > 0.9 && inside / groups < 0.99, `${inside} of ${groups}`)
})

test('the interval is the exact one of Poisson counts to a part in a hundred; a forecast of nothing is refused', () => {
  // Exact limits for 0, 10 and 100 events (Breslow and Day, 1987, table 2.11): 0–3.689, 4.795–18.39, 81.36–121.6.
  for (const [events, low, high] of [
    [0, 0, 3.689],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ] as const) {
    const { all } = calibration(Float64Array.of(1), Float64Array.of(events), 1)
    assert.ok(
      Math.abs(all.low - low) <= 0.01 * low && Math.abs(all.high - high) <= 0.02 * high,
      `${all.low} ${all.high}`,
    )
  }
  assert.throws(() => calibration(Float64Array.of(0), Float64Array.of(1), 1), /foretells nothing/)
})

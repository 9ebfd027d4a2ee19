import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CalibrationGroup, calibration, pooled } from './calibration.ts'
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

test('cells of which nothing is foretold have a ratio with others, and forecasts of several periods add up', () => {
  const one = calibration(Float64Array.of(4, 0, 0), Float64Array.of(5, 1, 0), 3)
  assert.deepEqual(
    one.groups.map(({ cells, expected, observed, ratio }) => [cells, expected, observed, ratio]),
    [[3, 4, 6, 1.5]],
  )
  assert.throws(() => calibration(Float64Array.of(1e-300), Float64Array.of(1), 1), /foretells nothing/)
  const cells = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 6 }), (periods, groups) => {
      fc.pre(periods.every((cells) => cells.some(([expected]) => expected > 0)))
      const each = periods.map((cells) =>
        calibration(
          Float64Array.from(cells, ([e]) => e),
          Float64Array.from(cells, ([, o]) => o),
          groups,
        ),
      )
      const found = pooled(each, groups)
      assert.ok(found.groups.length <= groups)
      const all = periods.flat()
      const sums = [all.length, all.reduce((sum, [e]) => sum + e, 0), all.reduce((sum, [, o]) => sum + o, 0)]
      const of = ({ cells, expected, observed }: CalibrationGroup) => [cells, expected, observed]
      assert.deepEqual(of(found.all), sums)
      assert.deepEqual(
        found.groups.map(of).reduce((sum, part) => sum.map((value, at) => value + (part[at] as number)), [0, 0, 0]),
        sums,
      )
      for (const { ratio, low, high } of found.groups) assert.ok([ratio, low, high].every(Number.isFinite))
      if (each.length === 1) assert.deepEqual(found.all, each[0]?.all)
    }),
  )
  const same = Array.from({ length: 3 }, () =>
    calibration(Float64Array.of(5, 4, 3, 2, 1), Float64Array.of(9, 4, 1, 2, 0), 3),
  )
  assert.deepEqual(
    pooled(same, 3).groups.map(({ cells, expected }) => [cells, expected]),
    same[0]?.groups.map(({ cells, expected }) => [3 * cells, 3 * expected]),
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

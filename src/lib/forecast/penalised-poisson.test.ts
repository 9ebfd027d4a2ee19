import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { poisson, seeded } from '../stats/random.ts'
import { mixed, mixtureOf, type Sample } from './penalised-poisson.ts'

const weigh = { prior: [1 / 3, 1 / 3, 1 / 3], penalty: 1, steps: 1000 }

test('the weights by which the events were made are found again', () => {
  const random = seeded(3)
  const places = 3000
  const spread = () => {
    const raw = Array.from({ length: places }, () => random.next() ** 4)
    const sum = raw.reduce((all, one) => all + one, 0)
    return raw.map((one) => one / sum)
  }
  const [a, b, c] = [spread(), spread(), spread()]
  const shares = Float64Array.from(a.flatMap((one, at) => [one, b[at] as number, c[at] as number]))
  const truth = Float64Array.of(0.7, 0.3, 0)
  const events = Float64Array.from(a, (_, row) => poisson(20_000 * mixed(shares, row, truth), random))
  const found = mixtureOf([{ shares, events }], weigh)
  for (const [part, weight] of truth.entries()) assert.ok(Math.abs((found[part] as number) - weight) < 0.03, `${found}`)
})

const samples = fc.array(
  fc.tuple(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), fc.nat(5)),
  { minLength: 1, maxLength: 20 },
)

test('no weights near by explain the events better, weights add up to one, and a strong belief stays', () => {
  fc.assert(
    fc.property(
      samples,
      fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (rows, step) => {
        const sample: Sample = {
          shares: Float64Array.from(rows.flatMap(([shares]) => shares)),
          events: Float64Array.from(rows, ([, n]) => n),
        }
        const worth = (weights: Float64Array) =>
          rows.reduce((sum, [, n], row) => sum + n * Math.log(mixed(sample.shares, row, weights)), 0) +
          weights.reduce((sum, weight, part) => sum + (weigh.prior[part] as number) * Math.log(weight), 0)
        const found = mixtureOf([sample], weigh)
        assert.ok(Math.abs(found.reduce((sum, one) => sum + one, 0) - 1) < 1e-9)
        const moved = found.map((weight, part) => Math.max(1e-6, weight + (step[part] as number)))
        const all = moved.reduce((sum, one) => sum + one, 0)
        assert.ok(worth(found) >= worth(moved.map((one) => one / all)) - 1e-3)
        const believed = mixtureOf([sample], { prior: [1, 0, 0], penalty: 1e9, steps: 50 })
        assert.ok((believed[0] as number) > 0.999)
      },
    ),
  )
})

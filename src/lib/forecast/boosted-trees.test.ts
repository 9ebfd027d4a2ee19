import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { poisson, seeded } from '../stats/random.ts'
import { expectedBy, growForest, type Rows, type TreeSettings } from './boosted-trees.ts'

const settings: TreeSettings = { trees: 1, depth: 1, rate: 1, ridge: 1, leastInLeaf: 0.1, rows: 1, bins: 32 }
const rowsOf = (values: readonly (readonly number[])[]): Rows => ({
  length: values.length,
  features: values[0]?.length ?? 0,
  values: Float32Array.from(values.flat()),
  offset: new Float64Array(values.length),
})
const never = () => assert.fail('nothing is left to chance when each tree sees every row')

test('a single split is the best of all that there are, by trying every one', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(Number.NaN))
  const row = fc.tuple(fc.tuple(value, value), fc.nat(6))
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 25 }), (data) => {
      const rows = rowsOf(data.map(([values]) => values))
      const events = data.map(([, n]) => n)
      const found = expectedBy(growForest(rows, events, settings, never), rows)
      // Everything is expected once, so that gradients are 1 − events and hessians 1.
      const worth = (group: readonly number[]) =>
        group.reduce((sum, n) => sum + 1 - n, 0) ** 2 / (group.length + settings.ridge)
      const gainOf = (left: readonly boolean[]) =>
        worth(events.filter((_, at) => left[at])) + worth(events.filter((_, at) => !left[at]))
      const splits = [0, 1].flatMap((feature) =>
        [-1, 0, 1, 2, 3, 4, 5, 6].map((cut) =>
          data.map(([values]) => Number.isNaN(values[feature]) || (values[feature] as number) <= cut),
        ),
      )
      const best = Math.max(
        worth(events),
        ...splits.filter((left) => left.includes(true) && left.includes(false)).map(gainOf),
      )
      const sides = Map.groupBy(events.keys(), (at) => found[at] as number)
      // Two leaves of one value are one side here; then the tree found no split that is better than none.
      const [first] = [...sides.values()]
      const reached = sides.size === 1 ? worth(events) : gainOf(events.map((_, at) => first?.includes(at) ?? false))
      if (sides.size > 1) assert.ok(Math.abs(reached - best) < 1e-6, `${reached} of ${best}`)
      for (const [value, group] of sides) {
        if (sides.size === 1) continue
        const g = group.reduce((sum, at) => sum + 1 - (events[at] as number), 0)
        assert.ok(Math.abs(Math.log(value) - Math.max(-1, Math.min(1, -g / (group.length + 1)))) < 1e-9)
      }
    }),
  )
})

test('what depends on two features together, and on what is missing, is learned; a sum over many rows is not changed by it', () => {
  const random = seeded(5)
  const data = Array.from({ length: 4000 }, () => [
    random.next(),
    random.next() < 0.2 ? Number.NaN : random.next(),
    random.next(),
  ])
  const truth = data.map(([a = 0, b = 0]) => (Number.isNaN(b) ? 3 : a > 0.5 === b > 0.5 ? 2 : 0.5))
  const events = truth.map((mean) => poisson(mean, random))
  const rows = rowsOf(data)
  const deep = { ...settings, trees: 60, depth: 3, rate: 0.2, leastInLeaf: 20 }
  const found = expectedBy(growForest(rows, events, deep, random.next), rows)
  const off = (of: (at: number) => number) =>
    truth.reduce((sum, mean, at) => sum + (of(at) - mean) ** 2, 0) / truth.length
  const mean = events.reduce((sum, n) => sum + n, 0) / events.length
  assert.ok(off((at) => found[at] as number) < 0.12 * off(() => mean), `${off((at) => found[at] as number)}`)
  assert.ok(Math.abs(found.reduce((sum, one) => sum + one, 0) / events.length / mean - 1) < 0.02)
})

test('one seed gives one forest to the bit, another seed another', () => {
  const random = seeded(9)
  const rows = rowsOf(Array.from({ length: 500 }, () => [random.next(), random.next()]))
  const events = Array.from({ length: 500 }, () => random.below(4))
  const grown = (seed: number) =>
    expectedBy(growForest(rows, events, { ...settings, trees: 5, depth: 3, rows: 0.5 }, seeded(seed).next), rows)
  assert.deepEqual(grown(1), grown(1))
  assert.notDeepEqual(grown(1), grown(2))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type TriageFacts, triageOf } from './triage.ts'
import { harmSorts, lossBands, losses } from './vocabulary.ts'

const harm = fc.record({
  sort: fc.constantFrom(...harmSorts),
  loss: fc.option(fc.constantFrom(...lossBands), { nil: undefined }),
})
const facts: fc.Arbitrary<TriageFacts> = fc.record({
  method: fc.constantFrom('snatch', 'robbery', 'lost'),
  danger: fc.boolean(),
  safeMode: fc.boolean(),
  harms: fc.array(harm, { maxLength: 6 }),
})

test('B05: whatever is told of a case, more harm never lowers how soon it is looked at, and telling it twice changes nothing', () => {
  fc.assert(
    fc.property(facts, harm, (one, more) => {
      const before = triageOf(one)
      assert.ok(before.points >= 0 && before.points <= 10)
      assert.equal(before.points === 0, before.because.length === 0)
      const after = triageOf({ ...one, harms: [...one.harms, more] })
      assert.ok(after.points >= before.points)
      assert.ok(after.because.includes(more.sort))
      assert.deepEqual(triageOf({ ...one, harms: [...one.harms, ...one.harms] }), before)
    }),
  )
})

test('B05: somebody in danger comes before any sum of money', () => {
  const quiet = { method: 'snatch', danger: false, safeMode: false, harms: [] }
  assert.deepEqual(triageOf(quiet), { points: 0, because: [] })
  const robbed = triageOf({ ...quiet, harms: [{ sort: 'fraud', loss: 'more' }] })
  assert.deepEqual(robbed, { points: 3, because: ['very-much-money', 'fraud'] })
  assert.ok(triageOf({ ...quiet, danger: true }).points > robbed.points)
})

test('no sum of money is in two bands, and none is between two', () => {
  const pounds = (says: string, bound: RegExp) => Number(bound.exec(says)?.[1]?.replaceAll(',', '') ?? 0)
  const bands = Object.values(losses).slice(1)
  const from = bands.map((says) => pounds(says, /£([\d,]+) or more/))
  const below = bands.map((says) => pounds(says, /less than £([\d,]+)/i))
  assert.deepEqual([...below.slice(0, -1), 0], [...from.slice(1), 0], bands.join('; '))
  assert.deepEqual([from[0], below.at(-1)], [0, 0])
})

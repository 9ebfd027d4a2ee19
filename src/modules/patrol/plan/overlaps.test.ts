import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PlanMade } from '../events/plan-made.ts'
import { meetingsOf } from './overlaps.ts'

const { plan: _, ...sample } = PlanMade.sample
const square = (at: number, easting: number) => ({
  ...{ fence: `7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b1${at}`, easting, northing: 181_200 },
})
const planAt = (easting: number, starts: number, begins = sample.begins) => ({
  begins,
  squares: [square(0, easting)],
  tours: [{ by: 'foot' as const, stops: [{ square: 0, starts, leaves: starts + 720, lot: false }] }],
})

test('B18: two plans meet within 300 metres and 15 minutes of each other, and not beyond', () => {
  const own = planAt(529_050, 3600)
  const meets = (...other: Parameters<typeof planAt>) => meetingsOf(own, planAt(...other)).length
  assert.equal(meets(529_050, 3600), 1)
  assert.equal(meets(529_350, 3600), 1)
  assert.equal(meets(529_500, 3600), 0, 'too far')
  assert.equal(meets(529_050, 3600 + 720 + 899), 1)
  assert.equal(meets(529_050, 3600 + 720 + 900), 0, 'too late')
  assert.equal(meets(529_050, 3600 - 720 - 900), 0, 'too early')
  // By the clock, not by the second of the shift.
  assert.equal(meets(529_050, 0, new Date(Date.parse(sample.begins) + 3_600_000).toISOString()), 1)
  const [meeting] = meetingsOf(own, planAt(529_050, 3600))
  assert.deepEqual([meeting?.unit, meeting?.from.toISOString()], [1, '2026-11-27T15:00:00.000Z'])
})

test('if one plan meets another, that one meets it', () => {
  const plan = fc
    .array(fc.record({ square: fc.nat(5), starts: fc.nat(20_000) }), { minLength: 1, maxLength: 5 })
    .map((stops) => ({
      begins: sample.begins,
      squares: Array.from({ length: 6 }, (_, at) => square(at, 529_050 + 150 * at)),
      tours: [{ by: 'foot' as const, stops: stops.map((one) => ({ ...one, leaves: one.starts + 720, lot: false })) }],
    }))
  fc.assert(
    fc.property(plan, plan, (one, other) => {
      assert.equal(meetingsOf(one, other).length > 0, meetingsOf(other, one).length > 0)
    }),
  )
})

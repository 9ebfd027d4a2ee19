import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PlanMade } from '../events/plan-made.ts'
import { partOf } from './covert-unit.ts'
import { PlannedShift } from './planned-shift.ts'

const squares = Array.from({ length: 8 }, (_, at) => ({
  fence: `7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b1${at}`,
  ...{ easting: 529_050 + 150 * at, northing: 181_200 },
}))
const stop = fc
  .record({ square: fc.nat(7), starts: fc.nat(7200), lot: fc.boolean() })
  .map((one) => ({ ...one, leaves: one.starts + 720 }))
const tours = fc.array(fc.record({ by: fc.constant('foot' as const), stops: fc.array(stop, { maxLength: 6 }) }), {
  ...{ minLength: 1, maxLength: 4 },
})

test('plain clothes: a unit’s part of a plan is its own tour, place by place and time by time, and no square of another', () => {
  const { plan: _, ...sample } = PlanMade.sample
  const placed = ({ squares, tours }: PlannedShift, at: number) =>
    tours[at]?.stops.map(({ square, ...times }) => ({ ...times, ...squares[square] }))
  fc.assert(
    fc.property(tours, (tours) => {
      const whole = PlannedShift.parse({ ...sample, squares, tours })
      for (const at of tours.keys()) {
        const part = PlannedShift.parse(partOf(whole, at))
        assert.equal(part.tours.length, 1)
        assert.deepEqual(placed(part, 0), placed(whole, at))
        const own = new Set(tours[at]?.stops.map(({ square }) => squares[square]?.fence))
        assert.deepEqual(new Set(part.squares.map(({ fence }) => fence)), own)
      }
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { WorksRecorded } from '../events/works-recorded.ts'
import { recordWorks } from './record-works.ts'

const { sample } = WorksRecorded
const now = '2026-11-27T12:00:00.000Z'

test('B69: works are recorded once they are done, and once', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }), (date) => {
      const doneOn = date.toISOString().slice(0, 10)
      const decision = given(recordWorks, []).when({ ...sample, doneOn }, now)
      if (doneOn > '2026-11-27') assert.deepEqual(decision, { refused: 'not-done-yet' })
      else
        assert.deepEqual(
          eventsOf(decision).map(({ data }) => data),
          [{ ...sample, doneOn }],
        )
    }),
  )
  // Half past midnight in London, in summer: work of that night is done.
  const night = given(recordWorks, []).when({ ...sample, doneOn: '2026-07-04' }, '2026-07-03T23:30:00.000Z')
  assert.equal(eventsOf(night).length, 1)
  assert.deepEqual(given(recordWorks, [WorksRecorded.of(sample)]).when(sample, now), { refused: 'works-known' })
})

test('a square that is none of the grid’s, or a tenth one, is not taken', () => {
  const wrong = [
    [{ easting: 529_051, northing: 181_950 }],
    [],
    Array.from({ length: 10 }, (_, at) => ({ easting: 150 * at, northing: 0 })),
  ]
  for (const squares of wrong) assert.equal(recordWorks.input.safeParse({ ...sample, squares }).success, false)
})

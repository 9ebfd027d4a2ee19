import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { WorksRecorded } from '../events/works-recorded.ts'
import { recordWorks } from './record-works.ts'

const { sample } = WorksRecorded
const works = { ...sample, within: 'anywhere' } as const
const now = '2026-11-27T12:00:00.000Z'

test('B69: works are recorded once they are done, and once', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }), (date) => {
      const doneOn = date.toISOString().slice(0, 10)
      const decision = given(recordWorks, []).when({ ...works, doneOn }, now)
      if (doneOn > '2026-11-27') assert.deepEqual(decision, { refused: 'not-done-yet' })
      else
        assert.deepEqual(
          eventsOf(decision).map(({ data }) => data),
          [{ ...sample, doneOn }],
        )
    }),
  )
  // Half past midnight in London, in summer: work of that night is done.
  const night = given(recordWorks, []).when({ ...works, doneOn: '2026-07-04' }, '2026-07-03T23:30:00.000Z')
  assert.equal(eventsOf(night).length, 1)
  assert.deepEqual(given(recordWorks, [WorksRecorded.of(sample)]).when(works, now), { refused: 'works-known' })
})

test('B69: a council writes down works in its own boroughs alone, by the square where they were; who has none is told what to do', () => {
  const boroughs = ['Camden', 'Westminster', 'Barnet']
  const [oxfordCircus, hampstead] = [
    { easting: 529_050, northing: 181_200 },
    { easting: 526_350, northing: 185_700 },
  ]
  fc.assert(
    fc.property(fc.subarray(boroughs), fc.boolean(), (within, inWestminster) => {
      const squares = inWestminster ? [oxfordCircus, hampstead] : [hampstead, oxfordCircus]
      const decision = given(recordWorks, []).when({ ...sample, squares, within }, now)
      if (within.includes(inWestminster ? 'Westminster' : 'Camden')) assert.equal(eventsOf(decision).length, 1)
      else assert.deepEqual(decision, { refused: within.length > 0 ? 'other-borough' : 'no-borough' })
    }),
  )
  const [made] = eventsOf(given(recordWorks, []).when(works, now))
  assert.deepEqual(made?.data, sample, 'where it may is no part of the fact')
})

test('a square that is none of the grid’s, or a tenth one, is not taken', () => {
  const wrong = [
    [{ easting: 529_051, northing: 181_950 }],
    [],
    Array.from({ length: 10 }, (_, at) => ({ easting: 150 * at, northing: 0 })),
  ]
  for (const squares of wrong) assert.equal(recordWorks.input.safeParse({ ...works, squares }).success, false)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysAhead, hourInLondon, shownDay, shownMinute } from './shift-clock.ts'

test('an hour is that of London’s clock, in winter, in summer, and on the day the clock changes', () => {
  const at = (now: string, hour: number, days = 0) => hourInLondon(new Date(now), hour, days).toISOString()
  assert.equal(at('2026-11-27T17:00:00Z', 14), '2026-11-27T14:00:00.000Z')
  assert.equal(at('2026-07-03T17:00:00Z', 14), '2026-07-03T13:00:00.000Z')
  assert.equal(at('2026-07-03T23:30:00Z', 0), '2026-07-03T23:00:00.000Z') // it is Saturday by then
  assert.equal(at('2026-10-24T12:00:00Z', 14, 1), '2026-10-25T14:00:00.000Z')
  assert.equal(at('2026-03-28T12:00:00Z', 23, 1), '2026-03-29T22:00:00.000Z')
  for (let hour = 0; hour < 24; hour++)
    assert.equal(
      shownMinute(hourInLondon(new Date('2026-07-03T12:00:00Z'), hour)),
      `${String(hour).padStart(2, '0')}:00`,
    )
  assert.equal(shownDay(new Date('2026-11-27T17:00:00Z')), 'Friday 27 November')
})

test('a day is so many days ahead by London’s calendar, and none when it is past, too far off or no day', () => {
  const late = new Date('2026-07-03T23:30:00Z') // it is Saturday the 4th in London
  assert.deepEqual(
    ['2026-07-04', '2026-07-05', '2026-10-25', '2027-07-05'].map((day) => daysAhead(late, day)),
    [0, 1, 113, 366],
  )
  for (const day of ['2026-07-03', '2027-07-06', 'tomorrow', '']) assert.equal(daysAhead(late, day), undefined, day)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, nameOfDay } from '#lib/cells/moment'
import { darkEveningHours, darkFrom, lastSunday, londonTime, sunHeight } from './sun.ts'

test('A23: the sun over London stands where almanacs have it, and London’s clock is right on both sides of each change', () => {
  // 90° − 51.508° ± 23.44° at noon of the solstices.
  const noon = (month: number) =>
    Math.max(
      ...Array.from({ length: 120 }, (_, minute) => sunHeight(londonTime(dayOf(2026, month, 21), 11.5 + minute / 60))),
    )
  assert.ok(Math.abs(noon(6) - 61.93) < 0.1 && Math.abs(noon(12) - 15.1) < 0.15, `${noon(6)} ${noon(12)}`)
  assert.deepEqual([nameOfDay(lastSunday(2026, 3)), nameOfDay(lastSunday(2026, 10))], ['2026-03-29', '2026-10-25'])
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })
  for (let day = dayOf(2026, 1); day < dayOf(2027, 1); day += 1)
    for (const [hour, says] of [
      [0, '00:00'],
      [12, '12:00'],
      [18.5, '18:30'],
    ] as const)
      assert.equal(clock.format(londonTime(day, hour)), says, nameOfDay(day))
})

test('A23: when the clocks go back it is dark an hour sooner', () => {
  const [before, after] = [dayOf(2026, 10, 24), dayOf(2026, 10, 25)].map(darkFrom)
  assert.ok(before && after && Math.abs(before - after - 1) < 0.1, `${before} ${after}`)
  assert.ok(darkEveningHours(dayOf(2026, 12, 21)) === 7 && darkEveningHours(dayOf(2026, 6, 21)) <= 2)
})

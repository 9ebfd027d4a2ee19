import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from '#lib/cells/moment'
import { poisson, seeded } from '../stats/random.ts'
import { calendarOf, periodsOfDays } from './calendar.ts'
import { snapshots } from './features.ts'
import type { History } from './history.ts'
import { learn, learnedSettings } from './learned.ts'
import { darknessOf, timesOf } from './times.ts'

const sky = { place: { lat: 51.5, lon: -0.1 }, timeZone: 'Europe/London' }

test('A23: an hour is in the dark by the sun, at night by the clock, on a day off by the calendar', () => {
  const times = timesOf(sky)
  const at = (day: number, hour: number) =>
    Object.entries(times).flatMap(([name, is]) => (is(day + hour / 24) ? [name] : []))
  const [tuesday, summer, christmas] = [dayOf(2025, 12, 16), dayOf(2025, 6, 17), dayOf(2025, 12, 25)]
  assert.deepEqual(at(tuesday, 12), [])
  assert.deepEqual(at(tuesday, 17.5), ['in the dark'])
  assert.deepEqual(at(tuesday, 23), ['at night', 'in the dark'])
  assert.deepEqual(at(summer, 20.5), [])
  assert.deepEqual(at(summer, 3), ['at night', 'in the dark'])
  assert.deepEqual(at(christmas, 12), ['on days off'])
  assert.deepEqual(Object.keys(timesOf()), ['on days off', 'at night'])
})

test('A23: as the evenings get shorter, places whose thefts are in the dark are expected to have more, where hours are known', () => {
  const week = periodsOfDays(7, dayOf(2024, 1, 1))
  const darkness = darknessOf(sky)
  const cells = Int32Array.from({ length: 40 }, (_, at) => 6 * at) // no place is near another one
  const grid = { west: 0, south: 0, cell: 150, rows: 1, cols: 240 }
  const random = seeded(4)
  const first = week.at(dayOf(2025, 3, 3))
  const periods = Array.from({ length: 35 }, (_, at) => first + at)
  const dark = (period: number) => darkness(week.from(period) + 3)
  // Half of the places see thefts in the dark alone, half by day alone: as many as there are hours of it.
  const mean = (place: number, period: number) => 120 * (place < 20 ? dark(period) : 1 - dark(period))
  const counts = periods.map((period) => Float64Array.from(cells, (_, place) => poisson(mean(place, period), random)))
  const inTheDark = counts.map((one) => one.map((count, place) => (place < 20 ? count : 0)))
  const monthly: History = { grid, cells, first, counts }

  const sumInTheDark = (history: History, calendar: ReturnType<typeof calendarOf>) => {
    const found = learn(history, snapshots(calendar), learnedSettings(week.periodsAMonth), seeded(1).next)
    return found?.shares.subarray(0, 20).reduce((sum, share) => sum + share, 0) ?? Number.NaN
  }
  const without = sumInTheDark(monthly, calendarOf(week))
  const known = sumInTheDark({ ...monthly, times: { 'in the dark': inTheDark } }, calendarOf(week, [], { darkness }))
  const truth = dark(first + periods.length)
  assert.ok(Math.abs(known - truth) < 0.7 * Math.abs(without - truth), `${known} and ${without}, in truth ${truth}`)
})

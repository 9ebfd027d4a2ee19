import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOf, nameOfDay } from '#lib/cells/moment'
import { bankHolidaysOf, calendarOf, easterOf, isSchoolDay, months, periodsOfDays } from './calendar.ts'

// As published by the government for England and Wales; the single extra days of 2022 and 2023 are by no rule.
const published: Readonly<Record<number, readonly string[]>> = {
  2018: ['01-01', '03-30', '04-02', '05-07', '05-28', '08-27', '12-25', '12-26'],
  2019: ['01-01', '04-19', '04-22', '05-06', '05-27', '08-26', '12-25', '12-26'],
  2020: ['01-01', '04-10', '04-13', '05-08', '05-25', '08-31', '12-25', '12-28'],
  2021: ['01-01', '04-02', '04-05', '05-03', '05-31', '08-30', '12-27', '12-28'],
  2026: ['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
}

test('A23: bank holidays are those that were published', () => {
  for (const [year, days] of Object.entries(published))
    assert.deepEqual(
      bankHolidaysOf(Number(year)).map(nameOfDay).sort(),
      days.map((day) => `${year}-${day}`),
      year,
    )
  assert.deepEqual(
    [2000, 2008, 2019, 2038].map((year) => nameOfDay(easterOf(year))),
    ['2000-04-23', '2008-03-23', '2019-04-21', '2038-04-25'],
  )
})

test('A23: children are at school on an ordinary day of March, and not in August, at Christmas, at Easter or on a Sunday', () => {
  assert.ok(isSchoolDay(dayOf(2019, 3, 12)) && isSchoolDay(dayOf(2019, 9, 10)) && isSchoolDay(dayOf(2019, 7, 10)))
  assert.equal(isSchoolDay(dayOf(2018, 10, 24)), false)
  for (const [month, date] of [
    [8, 14],
    [12, 27],
    [4, 16],
    [3, 10],
    [2, 19],
    [5, 28],
    [1, 1],
  ] as const)
    assert.equal(isSchoolDay(dayOf(2019, month, date)), false, `${month}-${date}`)
})

test('A23: a month says its part of Christmas and of launches; a day belongs to the period that holds it', () => {
  const { of } = calendarOf(months, [{ day: dayOf(2019, 9, 20), name: 'a phone' }])
  const at = (year: number, month: number) => of(year * 12 + month - 1)
  assert.deepEqual(
    [at(2019, 12).Christmas, at(2019, 6).Christmas, at(2019, 9).launches, at(2019, 10).launches],
    [1, 0, 11 / 30, 1],
  )
  // Told on the tenth: who foretells September does not know of it, who foretells October does.
  const told = calendarOf(months, [{ day: dayOf(2019, 9, 20), name: 'a phone', announced: dayOf(2019, 9, 10) }])
  assert.deepEqual(
    [9, 10].map((month) => told.of(2019 * 12 + month - 1).launches),
    [0, 1],
  )
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: -9000, max: 30_000 }),
      fc.integer({ min: 0, max: 30_000 }),
      (days, day, origin) => {
        for (const periods of [months, periodsOfDays(days, origin)]) {
          const period = periods.at(day + 0.7)
          assert.ok(periods.from(period) <= day && day < periods.from(period + 1))
        }
        assert.equal(periodsOfDays(days, origin).from(periodsOfDays(days, origin).at(origin)), origin)
      },
    ),
  )
})

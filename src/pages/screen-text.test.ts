import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDay } from '#lib/typed-day'
import { amount, clock, longDay, moment, onMoment, pounds, seconds } from './screen-text.ts'

test('a time is the time in London, summer and winter', () => {
  assert.equal(clock('2026-07-01T13:02:07.000Z'), '14:02:07')
  assert.equal(clock('2026-11-24T14:02:07.000Z'), '14:02:07')
  assert.equal(clock('2026-11-24T00:00:00.000Z'), '00:00:00')
})

test('today and yesterday are days in London, not in UTC', () => {
  assert.equal(moment('2026-06-30T23:30:00Z', '2026-07-01T10:00:00Z'), 'today 00:30')
  assert.equal(moment('2026-06-30T22:30:00Z', '2026-07-01T10:00:00Z'), 'yesterday 23:30')
  assert.equal(moment('2026-11-03T09:15:00Z', '2026-11-24T10:00:00Z'), '3 November 2026, 09:15')
})

test('in a sentence a date has its “on”, and today has none', () => {
  assert.equal(onMoment('2026-11-24T14:02:00Z', '2026-11-24T10:00:00Z'), 'today 14:02')
  assert.equal(onMoment('2026-12-01T09:15:00Z', '2026-11-24T10:00:00Z'), 'on 1 December 2026, 09:15')
  assert.equal(onMoment('2026-12-01T09:15:00Z', '2026-11-24T10:00:00Z', 'cy'), 'ar 1 Rhagfyr 2026, 09:15')
})

test('tomorrow and yesterday are never today, on any day of the year', () => {
  const noon = fc.integer({ min: 0, max: 3650 }).map((day) => Date.UTC(2026, 0, 1, 12) + day * 86_400_000)
  fc.assert(
    fc.property(noon, (at) => {
      const iso = (ms: number) => new Date(ms).toISOString()
      assert.match(moment(iso(at), iso(at + 36e5)), /^today /)
      assert.match(moment(iso(at - 24 * 36e5), iso(at)), /^yesterday /)
      assert.match(moment(iso(at + 24 * 36e5), iso(at)), /^tomorrow /)
    }),
  )
})

test('a day is written out for a person, and is the day that was written down or London’s', () => {
  assert.equal(longDay('2026-12-01'), '1 December 2026')
  assert.equal(longDay('2026-07-01'), '1 July 2026')
  assert.equal(longDay('2026-06-30T23:30:00Z'), '1 July 2026')
})

test('a day that a page says can be typed back as it stands', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(days, (day) => {
      const iso = day.toISOString().slice(0, 10)
      assert.equal(readDay(longDay(iso)), iso)
    }),
  )
})

test('how long an answer took is said in the unit a person would use', () => {
  assert.equal(seconds(0), 'under 0.1 s')
  assert.equal(seconds(49), 'under 0.1 s')
  assert.equal(seconds(50), '0.1 s')
  assert.equal(seconds(1234), '1.2 s')
  assert.equal(seconds(43_000), '43 s')
  assert.equal(seconds(185_000), '3 min 5 s')
  assert.equal(seconds(59_700), '1 min 0 s')
})

test('a count that could point at somebody is not shown', () => {
  assert.deepEqual([0, 1, 4, 5, 71_391].map(amount), ['0', 'fewer than 5', 'fewer than 5', '5', '71,391'])
})

test('money is in pounds', () => {
  assert.equal(pounds(123_450), '£1,234.50')
  assert.equal(pounds(120_000), '£1,200')
})

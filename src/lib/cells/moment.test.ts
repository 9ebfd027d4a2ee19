import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { firstDayOf, momentOf, monthOfDay, nameOfDay, nameOfMonth, weekdayOf } from './moment.ts'

const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })

test('every date is read as the calendar has it, by month, day and hour', () => {
  fc.assert(
    fc.property(instant, fc.constantFrom('', 'Z', '+01:00', '-0500'), (date, zone) => {
      const iso = date.toISOString()
      const [day, month] = [iso.slice(0, 10), iso.slice(0, 7)]
      const whole = momentOf(iso.slice(0, 16).replace('T', zone === '' ? ' ' : 'T') + zone)
      assert.ok(whole)
      assert.deepEqual(
        [nameOfDay(whole.day), nameOfMonth(whole.month), monthOfDay(whole.day)],
        [day, month, whole.month],
      )
      assert.equal(whole.hourOfWeek, ((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours())
      assert.deepEqual(momentOf(day), { day: Math.floor(whole.day), month: whole.month, monthOnly: false })
      assert.deepEqual(momentOf(month), { day: firstDayOf(whole.month), month: whole.month, monthOnly: true })
      assert.equal(weekdayOf(whole.day), (date.getUTCDay() + 6) % 7)
    }),
  )
})

test('an hour by the clock of twelve is that of the day', () => {
  fc.assert(
    fc.property(
      fc.nat(23),
      fc.nat(59),
      fc.constantFrom(' AM', ' am', 'AM', ' a.m.'),
      fc.constantFrom('', ':59', ':00.5'),
      (hour, minute, form, seconds) => {
        const half = hour < 12 ? form : form.replace(/a/i, (a) => (a === 'a' ? 'p' : 'P'))
        const minutes = String(minute).padStart(2, '0')
        const twelve = momentOf(`2019-03-31 ${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${seconds}${half}`)
        assert.deepEqual(twelve, momentOf(`2019-03-31T${String(hour).padStart(2, '0')}:${minutes}`))
        assert.equal(twelve?.hourOfWeek, 6 * 24 + hour)
      },
    ),
  )
  assert.deepEqual(momentOf('2019-03-31 9:05'), momentOf('2019-03-31T09:05'))
  for (const text of ['2019-03-31 0:30 AM', '2019-03-31 13:00 PM', '2019-03-31 11:60 PM', '2019-03-31 11:30 XM'])
    assert.equal(momentOf(text), undefined, text)
})

test('what is no date is none, and no text breaks the reader', () => {
  for (const text of [
    '',
    '2019',
    '2019-13',
    '2019-00',
    '2019-02-29',
    '2019-04-31',
    '31/03/2019',
    '2019-03-01T24:00',
    '2019-3-1',
    'March 2019',
  ])
    assert.equal(momentOf(text), undefined, text)
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-T: Z+.APM') }), (text) => void momentOf(text)))
})

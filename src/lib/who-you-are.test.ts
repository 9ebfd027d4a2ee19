import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readBirthDate } from './birth-date.ts'
import { readPostcode } from './postcode.ts'

const today = '2026-11-26T12:00:00.000Z'

test('a date of birth is read as people write it', () => {
  for (const typed of [
    '27 3 1990',
    '27/03/1990',
    '27.3.1990',
    '27 March 1990',
    '27th mar 1990',
    '1990-03-27',
    ' 27-3-1990 ',
  ])
    assert.equal(readBirthDate(typed, today), '1990-03-27', typed)
})

test('what is no day of the past is no date of birth', () => {
  for (const typed of [
    '',
    '31 2 1990',
    '27 3 90',
    '1 1 2030',
    '27 1990',
    '0 1 1990',
    '1 13 1990',
    '1 1 1 1990',
    'x'.repeat(99),
  ])
    assert.equal(readBirthDate(typed, today), undefined, typed)
})

test('every day since 1900 is read in every way of writing it, and nothing typed makes it throw', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-25'), noInvalidDate: true })
  fc.assert(
    fc.property(days, fc.constantFrom(' ', '/', '.', '-'), (day, by) => {
      const iso = day.toISOString().slice(0, 10)
      const [year = '', month = '', date = ''] = iso.split('-')
      assert.equal(readBirthDate([Number(date), month, year].join(by), today), iso)
      assert.equal(readBirthDate(iso, today), iso)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      assert.match(readBirthDate(typed, today) ?? '1900-01-01', /^\d{4}-\d\d-\d\d$/)
      assert.match(readPostcode(typed) ?? 'N1 9GU', /^[A-Z0-9]{2,4} \d[A-Z]{2}$/)
    }),
  )
})

test('a postcode is read in any case and spacing', () => {
  for (const typed of ['n1 9gu', 'N19GU', ' n 1 9 g u ', 'n1-9gu']) assert.equal(readPostcode(typed), 'N1 9GU')
  for (const typed of ['SW1A 1AA', 'EC1A 1BB', 'M1 1AE']) assert.equal(readPostcode(typed.replace(' ', '')), typed)
  for (const typed of ['', 'London', '12345', 'N1']) assert.equal(readPostcode(typed), undefined)
})

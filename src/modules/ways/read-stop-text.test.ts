import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readStopText } from './read-stop-text.ts'

const line = '+447700900123'

for (const text of [
  'STOP 07700 900123 harbour',
  'harbour 07700900123',
  'Stop my phone 0770 090 0123, Harbour!',
  'stop +44 7700 900123. word: HARBOUR',
  'stop 00447700900123 harbour please',
  '(07700) 900-123 harbour',
])
  test(`USERS 2.1 C: “${text}” is a number and its word`, () => {
    assert.deepEqual([readStopText(text)?.line, readStopText(text)?.words[0]], [line, 'harbour'])
  })

test('USERS 2.1 C: a word of several words is read as one, also with words that people write around it', () => {
  assert.equal(readStopText('stop 07700900123 blue boat')?.words[0], 'blueboat')
  assert.ok(readStopText('07700900123 my blue boat')?.words.includes('myblueboat' as never))
})

test('a text without a number, or without a word, is no order', () => {
  for (const text of ['', 'STOP', 'harbour', 'STOP 07700 900123', 'stop 12345 harbour', '07700 900123 my phone'])
    assert.equal(readStopText(text), undefined, text)
})

const written = fc.constantFrom('07700 900123', '07700900123', '+44 7700 900 123', '00447700900123', '0770-090-0123')
const around = fc.array(fc.constantFrom('stop', 'STOP', 'Please', 'my', 'phone'), { maxLength: 3 })
const gap = fc.constantFrom(' ', '  ', '\n', ', ')
// Nothing that is itself a word around, and no digit: the number ends where the word begins.
const word = fc
  .stringMatching(/^[b-z][a-z]{5,19}$/)
  .filter((one) => !/^(stopword|number|mobile|please|stolen)$/.test(one))

test('USERS 2.1 C: number and word are found in any order, case and spacing', () => {
  fc.assert(
    fc.property(
      written,
      word,
      around,
      gap,
      fc.boolean(),
      fc.boolean(),
      (number, secret, more, between, first, upper) => {
        const shown = upper ? secret.toUpperCase() : secret
        const text = [...more, ...(first ? [shown, number] : [number, shown])].join(between)
        const read = readStopText(text)
        assert.equal(read?.line, line, text)
        assert.equal(read?.words[0], secret, text)
      },
    ),
  )
})

test('whatever a text says, it is read to a line and at most three words of small letters, or to nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 700 }), fc.stringMatching(/^[\d +()a-z-]{0,80}$/)),
      (text) => {
        const read = readStopText(text)
        if (!read) return
        assert.match(read.line, /^\+[1-9]\d{6,14}$/)
        assert.ok(read.words.length > 0 && read.words.length <= 3)
        for (const one of read.words) assert.match(one, /^[a-z]{5,}$/)
      },
    ),
  )
})

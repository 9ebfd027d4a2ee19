import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LineTyped, OwnLineTyped, readLine } from './line.ts'

const british = [
  '07700 900123',
  '+44 7700 900123',
  '0044 7700 900123',
  '(07700) 900-123',
  '０７７００９００１２３',
  '+44 (0)7700 900123',
  '07700‑900123',
  '\u200e07700900123',
]

test('a British number is read in every form that people type', () => {
  for (const typed of british) assert.equal(readLine(typed), '+447700900123', typed)
})

test('a visitor’s number is read with its country', () => {
  assert.equal(readLine('+33 6 12 34 56 78'), '+33612345678')
  assert.equal(readLine('001 212 555 0123'), '+12125550123')
})

test('what is no mobile number is refused, with a sentence that says what to do and does not repeat it', () => {
  for (const typed of [
    '',
    ' ',
    '999',
    '07700',
    '020 7946 0018',
    'my number',
    '📱07700900123',
    '07700900123; drop',
    '1'.repeat(10_000),
    '++447700900123',
  ]) {
    assert.equal(readLine(typed), undefined, typed.slice(0, 20))
    const said = LineTyped.safeParse(typed).error?.issues[0]?.message ?? ''
    assert.match(said, /^(Enter|We cannot)/)
    assert.ok(typed.trim().length < 8 || !said.includes(typed))
  }
})

test('a field that is left empty asks for the number that it is about', () => {
  const says = (field: typeof LineTyped) => field.safeParse(' ').error?.issues[0]?.message
  assert.deepEqual(
    [says(LineTyped), says(OwnLineTyped)],
    ['Enter the number of the phone that was taken', 'Enter your mobile number'],
  )
})

test('whatever is typed, what is read is E.164 and reads as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ()-]{0,20}$/)), (typed) => {
      const line = readLine(typed)
      if (line === undefined) return
      assert.match(line, /^\+[1-9]\d{6,14}$/)
      assert.equal(readLine(line), line)
    }),
  )
})

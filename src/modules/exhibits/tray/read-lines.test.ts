import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDigit, formatImei, type Imei, type ImeiKey, imeiOf } from '#lib/imei/imei'
import { worldFacts } from '../match/testing.ts'
import { judgeLines } from './judge-tray.ts'
import { readTray } from './read-lines.ts'

const one = '490154203237518'
const two = '356938035643809'
const read = (text: string) =>
  readTray(text).map(({ line, label, imeis, says }) => [line, label, imeis.join(' '), says])

test('B81: a line is read as a scanner, a person or a spreadsheet writes it', () => {
  const pair = `${one} ${two}`
  for (const [text, label, imeis] of [
    [one, undefined, one],
    [`${one}\t${two}\tAB/1`, 'AB/1', pair],
    [`ab/1;${one};${two}`, 'AB/1', pair],
    [`"AB/1","${one}",""`, 'AB/1', one],
    [`AB/1 IMEI1: 49-015420-323751-8 IMEI2: ${two}`, 'AB/1', pair],
    [`${one} / ${two} AB-12`, 'AB/12', pair],
    [`="${one}"`, undefined, one],
    [`${one},${one}`, undefined, one],
  ] as const)
    assert.deepEqual(read(text), [[1, label, imeis, undefined]], text)
})

test('a heading says which columns count; the others are passed over', () => {
  const csv = `\uFEFFExhibit ref;Make;IMEI;IMEI 2;Found by\r\nAB/1;Apple;${one};;PC 12\r\n\r\nAB/2;x;${two};;y\r\n`
  assert.deepEqual(read(csv), [
    [2, 'AB/1', one, undefined],
    [4, 'AB/2', two, undefined],
  ])
})

test('B81: a line that cannot be read says why, and never a part of it', () => {
  for (const [text, says] of [
    ['490154203237519', /digits of this IMEI are wrong/],
    [`${one} 35693803564380`, /characters|digits|Count/],
    ['49015420323751', /15 digits/],
    ['4901542032375118', /15 digits/],
    ['AB/1', /no IMEI/],
    [`${one},${two},353490069873319`, /more than two/],
    [`AB/1,AB/2,${one}`, /two exhibit references/],
    [`${one},black iPhone`, /digits only/],
    ['4.90E+14', /spreadsheet/],
  ] as const) {
    const [line] = readTray(text)
    assert.match(line?.says ?? '', says, text)
    assert.deepEqual(line?.imeis, [], text)
  }
})

test('a number on two lines is two phones, or one scanned twice: a person must say', () => {
  const key = one.slice(0, 14) as ImeiKey
  const facts = worldFacts({ cases: { x: { keys: [key] } } })
  const states = judgeLines(readTray(`${one} AB/1\n${two}\n${one} AB/2`), facts).map(({ verdict }) => verdict)
  const twice = { state: 'ambiguous', why: 'twice-in-tray' }
  assert.deepEqual(states, [twice, { state: 'unknown' }, twice])
})

const serial = fc.integer({ min: 0, max: 999_999_999_999 })
const imei = serial.map((n) => imeiOf(`35${String(n).padStart(12, '0')}` as ImeiKey))

test('whatever is sent, each line that is not blank gets one answer, and no number comes out that was not in it', () => {
  const junk = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    imei,
    fc.constantFrom('\n', '\r\n', ',', '"', ';', '\t'),
  )
  fc.assert(
    fc.property(fc.array(junk, { maxLength: 20 }), (parts) => {
      const text = parts.join('')
      for (const { imeis, says } of readTray(text)) {
        assert.ok(imeis.length > 0 !== (says !== undefined))
        for (const found of imeis) assert.equal(checkDigit(found.slice(0, 14)), found.at(-1))
      }
    }),
  )
})

test('E2: a digit that is lost, doubled, changed or swapped never makes another handset of it', () => {
  const slip = fc.record({
    imei,
    at: fc.integer({ min: 0, max: 13 }),
    how: fc.constantFrom('lose', 'double', 'change', 'swap'),
    to: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(slip, ({ imei: right, at, how, to }) => {
      const digits = [...right]
      const digit = Number(digits[at])
      if (how === 'lose') digits.splice(at, 1)
      if (how === 'double') digits.splice(at, 0, String(digit))
      if (how === 'change') digits[at] = String((digit + to) % 10)
      if (how === 'swap') [digits[at], digits[at + 1]] = [digits[at + 1] ?? '', digits[at] ?? '']
      const typed = digits.join('')
      const pair = `${right[at]}${right[at + 1]}`
      if (typed === right || (how === 'swap' && ['09', '90'].includes(pair))) return // Luhn cannot see 09 and 90
      assert.deepEqual(readTray(typed)[0]?.imeis, [] as Imei[], formatImei(right.slice(0, 14) as ImeiKey))
    }),
  )
})

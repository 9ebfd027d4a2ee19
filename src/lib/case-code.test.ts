import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { caseCodeOf, readCaseCode, showCaseCode } from './case-code.ts'

const codes = fc.uint8Array({ minLength: 7, maxLength: 16 }).map(caseCodeOf)
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

test('a code is read back as it was given, and as people type it', () => {
  fc.assert(
    fc.property(codes, (code) => {
      const shown = showCaseCode(code)
      assert.match(shown, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      for (const typed of [
        shown,
        shown.toLowerCase(),
        ` ${shown.replaceAll('-', ' ')} `,
        shown.replaceAll('0', 'o').replaceAll('1', 'l'),
      ])
        assert.equal(readCaseCode(typed), code)
    }),
  )
})

test('one wrong symbol, or two neighbours swapped, is always noticed', () => {
  fc.assert(
    fc.property(codes, fc.nat(11), fc.constantFrom(...alphabet), (code, at, symbol) => {
      const wrong = code.slice(0, at) + symbol + code.slice(at + 1)
      if (wrong !== code) assert.equal(readCaseCode(wrong), undefined)
      const swapped = code.slice(0, at) + (code[at + 1] ?? '') + code[at] + code.slice(at + 2)
      if (swapped !== code && swapped.length === 12 && at < 11) assert.equal(readCaseCode(swapped), undefined)
    }),
  )
})

test('what is no code is none', () => {
  for (const typed of ['', 'H7K2', 'ÜÜÜÜÜÜÜÜÜÜÜÜ', '😀'.repeat(12), 'U'.repeat(12), '0'.repeat(400)])
    assert.equal(readCaseCode(typed), undefined)
})

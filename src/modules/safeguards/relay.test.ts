import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { relayable } from './relay.ts'

const addresses = [
  'sign in at https://example.org/find',
  'go to www.example.org',
  'write to a.name@example.org',
  'write to me @finder',
  'see icloud-help.example/login',
  'look on example.com',
  'look on example dot com',
  'ｅｘａｍｐｌｅ．ｃｏｍ',
]
const numbers = ['call 07700 900123', 'my number: +44 (7700) 900-123', '0 7 7 0 0 9 0 0 1 2 3', '٠٧٧٠٠٩٠٠١٢٣']

test('B77 B31: a finder’s words carry no web address, no e-mail address and no number, however they are written', () => {
  for (const words of addresses) assert.deepEqual(relayable(words), { refused: 'address' }, words)
  for (const words of numbers) assert.deepEqual(relayable(words), { refused: 'number' }, words)
})

test('B77: plain words pass, in one line', () => {
  assert.equal(
    relayable('  I found it on bus 38.\nIt is at the\u0000 desk of the library, open 9 to 5. '),
    'I found it on bus 38. It is at the desk of the library, open 9 to 5.',
  )
})

test('B77: whatever is typed, what passes has no six digits in a row, no at sign and no slashes of an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (typed) => {
      const words = relayable(typed)
      if (typeof words !== 'string') return
      assert.doesNotMatch(words, /\d{6}|@|https?:|\p{C}/u)
      assert.equal(relayable(words), words, 'said again it stays the same')
    }),
  )
})

test('B77: an address or a number put anywhere into plain words is always found', () => {
  const plain = fc.stringMatching(/^[a-z ]{0,30}$/)
  fc.assert(
    fc.property(plain, fc.constantFrom(...addresses.slice(0, 4), ...numbers), plain, (before, one, after) => {
      assert.equal(typeof relayable(`${before} ${one} ${after}`), 'object')
    }),
  )
})

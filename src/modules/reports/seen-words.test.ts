import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seenKeys, seenWords } from './seen-words.ts'

test('B38: a description is found by the words that tell one from another, however they are written', () => {
  assert.deepEqual(seenWords('He wore a RED hoodie, black gloves and a Café jacket. He took the phone!'), [
    ...['red', 'hoodie', 'black', 'glove', 'cafe', 'jacket'],
  ])
  assert.deepEqual(seenWords('red Red REDS'), ['red', 'reds'])
  assert.deepEqual(seenKeys({ description: 'a scarf', vehicle: 'e-bike' }), ['seen scarf', 'seen on:e-bike'])
  assert.deepEqual(seenKeys({}), [])
})

test('B38: whatever is written, the words are few, plain and each there once, and the same text has the same', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 1000, unit: 'grapheme' }), (text) => {
      const words = seenWords(text)
      assert.ok(words.length <= 60 && new Set(words).size === words.length)
      for (const word of words) assert.match(word, /^[a-z0-9]{3,24}$/)
      assert.deepEqual(seenWords(text.toUpperCase().toLowerCase()), seenWords(text.toLowerCase()))
    }),
  )
})

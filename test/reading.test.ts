import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsOf, wordsIn } from './support/reading.ts'

test('the reading model: 238 words a minute, 1.5 seconds a tap, 200 ms a key, and every wait', () => {
  assert.equal(secondsOf({ words: 238, taps: 0, keys: 0, networkMs: 0 }), 60)
  assert.equal(secondsOf({ words: 0, taps: 2, keys: 10, networkMs: 500 }), 5.5)
})

test('a word has a letter or a digit: marks between words are none', () => {
  assert.equal(wordsIn(' Are you – safe? \n\n 07700 900123 • '), 5)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testsIn } from './requirements.ts'

const read = (source: string) => testsIn('x.test.ts', source).map(({ id, sentence }) => `${id} ${sentence}`)

test('a requirement is what a test names first, several when it names several', () => {
  assert.deepEqual(read(`test('Z1: a phone is blocked', () => {})`), ['Z1 a phone is blocked'])
  assert.deepEqual(read('test(`Z1 Z22, Z3: each one is kept`, async () => {})'), [
    'Z1 each one is kept',
    'Z22 each one is kept',
    'Z3 each one is kept',
  ])
  assert.deepEqual(read(`test('Z1 without a colon it counts too')`), ['Z1 without a colon it counts too'])
  assert.deepEqual(read(`test('Z1, USERS 4: a source beside it is left in the sentence')`).length, 1)
})

test('a name that only speaks of a sign and a digit names no requirement', () => {
  assert.deepEqual(read(`test('the page is A4 and prints')`), [])
  assert.deepEqual(read(`test('RFC 9162 proofs hold')`), [])
})

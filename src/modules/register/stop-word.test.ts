import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keysOfWord, plainWord, readWordKeys, weaknessOf } from './stop-word.ts'

const own = ['Renée O’Neil', 'renee.oneil@example.org', 'Galaxy S24']

for (const [typed, weak] of [
  ['harbour', undefined],
  ['Blue Harbour!', undefined],
  ['pêcheur', undefined],
  ['lake', 'short'],
  ['1234567', 'short'],
  ['a'.repeat(21), 'long'],
  ['приветик', 'letters'],
  ['Password', 'common'],
  ['Arsenal', 'common'],
  ['kittens', 'common'],
  ['ababab', 'row'],
  ['qwertyu', 'row'],
  ['fedcba', 'row'],
  ['oneil', 'own'],
  ['ReneeRocks', 'own'],
  ['reneeoneil', 'own'],
  ['mygalaxy', 'own'],
] as const)
  test(`USERS 2.1 C: “${typed}” as a stop word ${weak ? `is refused: ${weak}` : 'will do'}`, () => {
    assert.equal(weaknessOf(typed, own), weak)
  })

const letters = fc.stringMatching(/^[a-z]{5,20}$/)

test('USERS 2.1 C: a word is the same however it is written, and has one row of keys', () => {
  assert.equal(keysOfWord(plainWord('harbour')), '4272687')
  fc.assert(
    fc.property(letters, fc.constantFrom(' ', '-', '.', '’', '\u0301'), (word, between) => {
      const written = [...word.toUpperCase()].join(between)
      assert.equal(plainWord(written), word)
      assert.equal(readWordKeys(keysOfWord(plainWord(written)))?.length, word.length)
    }),
  )
})

test('nothing that anybody types breaks the reading of a word, and what is read is small letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      assert.match(plainWord(typed), /^[a-z]*$/)
      weaknessOf(typed, [typed])
      readWordKeys(typed)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asEnglish, countryName, english, englishEnds, inLanguage, listed, say } from './say.ts'
import { cy } from './sentences/cy.ts'
import { en } from './sentences.ts'
import { toTranslate } from './welsh.ts'

const named = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort()

test('every English sentence has a place in Welsh, and Welsh has no other', () => {
  assert.deepEqual(Object.keys(cy).sort(), Object.keys(en).sort(), 'Run: npm run words')
})

test('a Welsh sentence is given the same values as its English one', () => {
  const written = Object.entries(cy).filter(([, welsh]) => welsh !== toTranslate)
  assert.ok(written.length > 20)
  for (const [key, welsh] of written) assert.deepEqual(named(String(welsh)), named(en[key as keyof typeof en]), key)
})

test('what has no Welsh yet is said in English, and marked', () => {
  const [first] = (Object.keys(en) as (keyof typeof en)[]).filter(
    (key) => cy[key] === toTranslate && !named(en[key])[0],
  )
  assert.ok(first)
  assert.equal(
    inLanguage('cy', () => say(first)),
    `${english}${en[first]}${englishEnds}`,
  )
  assert.equal(say(first), en[first])
  assert.equal(
    inLanguage('cy', () => say('stands.seized')),
    'Mae eich ffôn gan yr heddlu.',
  )
})

test('each language has its own forms for a number, and its own lists and countries', () => {
  const networks = (n: number) => say('someone.networks', { n })
  assert.deepEqual([1, 2, 3].map(networks), ['1 network', '2 networks', '3 networks'])
  assert.deepEqual(
    inLanguage('cy', () => [1, 2, 3, 6].map(networks)),
    ['1 rhwydwaith', '2 rwydwaith', '3 rhwydwaith', '6 rhwydwaith'],
  )
  assert.equal(
    inLanguage('cy', () => listed(['EE', 'O2'])),
    'EE ac O2',
  )
  assert.equal(
    inLanguage('cy', () => listed(['O2', 'Vodafone'])),
    'O2 a Vodafone',
  )
  assert.equal(
    inLanguage('cy', () => countryName('FR')),
    'Ffrainc',
  )
})

test('a language ends with what is said in it, also when that fails; nothing may wait in one', () => {
  assert.throws(() => inLanguage('cy', () => say('stands.blocked')), /needs names/)
  assert.equal(asEnglish('so'), 'so')
  assert.throws(() => inLanguage('cy', async () => say('stands.seized')), /Nothing may wait/)
  assert.equal(say('stands.seized'), en['stands.seized'])
})

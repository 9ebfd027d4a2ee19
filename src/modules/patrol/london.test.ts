import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gridOf, metresBetween } from '#lib/geo/grid'
import { fenceAround } from './fit.ts'
import { london } from './london.ts'

const { placeOf } = london()
/** From a map, not from the gazetteer's own data. */
const oxfordCircus = gridOf({ lon: -0.1419, lat: 51.5152 })
const piccadillyCircus = gridOf({ lon: -0.1347, lat: 51.51 })

test('a station and a street that a victim types become a position, however they type them', () => {
  for (const typed of [
    'Oxford Circus',
    'oxford circus tube',
    'OXFORD CIRCUS STATION!',
    'outside oxford circus stn, by the shop',
  ]) {
    const found = placeOf(typed)
    assert.ok(found && metresBetween(found, oxfordCircus) <= found.accuracyMetres, typed)
  }
  for (const typed of [
    'Shaftesbury Avenue',
    'shaftesbury ave',
    'on Shaftesbury Av.',
    'Shaftesbury Ave near the theatre',
  ]) {
    const found = placeOf(typed)
    assert.ok(found && metresBetween(found, piccadillyCircus) <= 1000, typed)
    assert.equal(found.likely, true, 'ten streets of London have this name, and the officer is told so')
  }
})

test('a name of many places is a circle around them all, too wide to send anybody', () => {
  for (const typed of ['High Street', 'Station Road', 'Church Rd', 'Edgware Road']) {
    const found = placeOf(typed)
    assert.ok(found && fenceAround(found) === undefined, typed)
  }
})

test('a second name or the borough tells places of one name apart', () => {
  assert.equal(placeOf('Shaftesbury Avenue, Enfield')?.name, 'Shaftesbury Avenue, Enfield')
  assert.equal(placeOf('Oxford Street near Oxford Circus')?.name, 'Oxford Circus')
})

test('words that are names only by chance are no place', () => {
  for (const typed of [
    'outside the bank',
    'my bank',
    'at home',
    'on a bus',
    'the angel was there',
    '',
    '🚲',
    'x'.repeat(10_000),
  ])
    assert.equal(placeOf(typed), undefined, typed)
})

test('where they ran to is not where it was', () => {
  assert.match(placeOf('Leicester Sq, he ran towards Victoria station')?.name ?? '', /^Leicester Square/)
})

test('two places that are not one spot are a circle that holds both', () => {
  const found = placeOf('Oxford Circus or Brixton station')
  assert.ok(found && fenceAround(found) === undefined)
})

test('whatever is typed, the answer is a place in London or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (typed) => {
      const found = placeOf(typed)
      assert.ok(!found || (found.easting > 480_000 && found.easting < 580_000 && found.accuracyMetres > 0))
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { directions } from './alert.ts'
import { directionOf } from './direction.ts'
import { london } from './london.ts'

const oxfordCircus = { easting: 529015, northing: 181234 }
const way = (text: string) => directionOf(text, oxfordCircus, london())

test('which way they went is one of eight words, from a place or from a compass word', () => {
  assert.equal(way('ran towards Bond Street station'), 'west')
  assert.equal(way('he rode off towards Tottenham Court Road station'), 'east')
  assert.equal(way('headed north-east along a side street'), 'north-east')
  assert.equal(way('they went southbound'), 'south')
})

test('a name is no direction, and neither is a place across the city', () => {
  for (const text of [
    'ran to North Road',
    'towards Western Avenue',
    'went to East Street',
    'towards Heathrow Terminal 4',
    'a tall man',
    '',
  ])
    assert.equal(way(text), undefined, text)
})

test('nothing else of what was said comes through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('towards ', 'ran ', ''), (text, off) => {
      const said = way(off + text)
      assert.ok(said === undefined || directions.includes(said))
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countries } from '../country.ts'
import { kmApart } from './countries-apart.ts'

test('neighbours and unknown countries are not apart; the far ones are, and never further than they can be', () => {
  for (const [one, other] of [
    ['GB', 'IE'],
    ['GB', 'FR'],
    ['ES', 'MA'],
    ['GB', 'GB'],
    ['GB', 'TV'],
    ['FR', 'IT'],
  ] as const)
    assert.equal(kmApart(one, other), 0, `${one} ${other}`)
  // London to Hong Kong is 9,630 km, London to Algiers 1,650, London to Lagos 5,000.
  for (const [other, most] of [
    ['HK', 9630],
    ['DZ', 1650],
    ['NG', 5000],
  ] as const)
    assert.ok(kmApart('GB', other) > most / 4 && kmApart('GB', other) <= most, `${other}: ${kmApart('GB', other)}`)
})

test('it is the same both ways, and half way round the earth at most', () => {
  const country = fc.constantFrom(...countries)
  fc.assert(
    fc.property(country, country, (one, other) => {
      const km = kmApart(one, other)
      assert.ok(km >= 0 && km < 20_100)
      assert.equal(km, kmApart(other, one))
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amongOthers } from './which-phone.ts'

const name = fc
  .record({
    begins: fc.constantFrom('', 'An', 'Jo', 'Öz', 'Ya', 'É'),
    make: fc.constantFrom('Phone', 'Apple phone'),
    ends: fc.nat(99),
  })
  .map(({ begins, make, ends }) => `${begins && `${begins}…: `}${make} ending in ${String(ends).padStart(2, '0')}`)

test('B78: a phone stands among two others of the same make, which differ in what tells friends apart; always the same for one code', () => {
  fc.assert(
    fc.property(name, fc.string(), (one, code) => {
      const shown = amongOthers(one, code)
      assert.equal(shown.length, 3)
      assert.equal(new Set(shown).size, 3)
      assert.equal(shown.filter((other) => other === one).length, 1)
      assert.deepEqual(amongOthers(one, code.toLowerCase()), amongOthers(one, code.toUpperCase()))
      if (one.includes('…')) assert.equal(new Set(shown.map(([letter]) => letter)).size, 3)
    }),
  )
  const places = Array.from({ length: 300 }, (_, n) =>
    amongOthers('An…: Phone ending in 12', `code ${n}`).indexOf('An…: Phone ending in 12'),
  )
  for (const place of [0, 1, 2]) assert.ok(places.filter((one) => one === place).length > 60)
})

test('where nothing tells a phone apart there is nothing to choose from', () => {
  assert.deepEqual(amongOthers('Phone', 'code'), ['Phone'])
})

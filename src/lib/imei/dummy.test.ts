import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDummy, isDummyNumber } from './dummy.ts'

const textOf = (key: number) => String(key).padStart(14, '0')

test('a key that is a number is a dummy exactly when its 14 digits are', () => {
  const edges = [0, 1e12 - 1, 1e12, 2e12 - 1, 2e12, 1e13 - 1, 1e13, 1e14 - 1]
  const singles = [
    ...Array.from({ length: 10 }, (_, digit) => Number(String(digit).repeat(14))),
    ...['12345678901234', '98765432109876', '89012345678901', '10987654321098', '13579024681122'].map(Number),
  ]
  for (const single of [...edges, ...singles])
    for (const key of [single - 1, single, single + 1].filter((near) => near >= 0 && near < 1e14))
      assert.equal(isDummyNumber(key), isDummy(textOf(key)), textOf(key))
  for (const single of singles) assert.ok(isDummyNumber(single), textOf(single))
  fc.assert(
    fc.property(fc.maxSafeNat(), (any) => {
      const key = any % 1e14
      assert.equal(isDummyNumber(key), isDummy(textOf(key)))
    }),
  )
})

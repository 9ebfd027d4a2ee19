import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { highest } from './golden-section.ts'

test('the top of any hill is found to within what was asked, and where it is flat the end that was named', () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true })
  fc.assert(
    fc.property(
      number,
      fc.double({ min: 0.1, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (from, wide, part) => {
        const top = from + wide * part
        const found = highest((at) => -Math.abs(at - top), [from, from + wide], { within: 0.01, flat: 'low' })
        assert.ok(Math.abs(found - top) <= 0.01, `${found} ${top}`)
      },
    ),
  )
  assert.ok(highest(() => 0, [2, 9], { within: 0.01, flat: 'low' }) < 2.01)
  assert.ok(highest(() => 0, [2, 9], { within: 0.01, flat: 'high' }) > 8.99)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freshBytes } from './fresh-bytes.ts'

test('no bytes are given twice, whatever is asked for, and each has its length', () => {
  const seen = new Set<string>()
  const given: Buffer[] = []
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 8192 }), (count) => {
      const bytes = freshBytes(count)
      assert.equal(bytes.length, count)
      for (let at = 0; at + 8 <= count; at += 8) {
        const piece = bytes.toString('hex', at, at + 8)
        assert.ok(!seen.has(piece), 'eight bytes came again')
        seen.add(piece)
      }
      given.push(bytes)
    }),
  )
  const before = given.map((bytes) => bytes.toString('hex'))
  for (let n = 0; n < 2000; n++) freshBytes(16)
  assert.deepEqual(
    given.map((bytes) => bytes.toString('hex')),
    before,
    'what was given is its owner’s',
  )
})

test('every bit is one about half of the time', () => {
  const ones = new Array(256).fill(0)
  for (let n = 0; n < 4000; n++)
    for (const [at, byte] of freshBytes(32).entries())
      for (let bit = 0; bit < 8; bit++) ones[at * 8 + bit] += (byte >> bit) & 1
  // Six standard deviations of a fair coin tossed 4,000 times.
  for (const count of ones) assert.ok(Math.abs(count - 2000) < 6 * Math.sqrt(1000), `${count}`)
})

test('nothing, a part of a byte and more than the stock are refused', () => {
  for (const count of [0, -1, 1.5, 8193, Number.NaN]) assert.throws(() => freshBytes(count), RangeError)
})

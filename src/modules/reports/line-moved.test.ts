import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hasLineMoved } from './line-moved.ts'

const now = new Date('2026-11-27T12:00:00.000Z')
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
const imeis = ['490154203237518']

test('B1: a handset that the line came into less than three weeks ago is in doubt, whoever put it there', () => {
  assert.equal(hasLineMoved({ imeis, since: ago(0.01) }, [], now), true)
  assert.equal(hasLineMoved({ imeis, since: ago(20.9) }, [], now), true)
  assert.equal(hasLineMoved({ imeis, since: ago(21.1) }, [], now), false)
  assert.equal(hasLineMoved({ imeis, since: undefined }, [], now), false, 'longer than the operator need say')
})

test('what the owner or an officer said of the handset is in no doubt, and no handset is none', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 60, noNaN: true }), (days) => {
      assert.equal(hasLineMoved({ imeis, since: ago(days) }, ['356938035643809'], now), false)
      assert.equal(hasLineMoved({ imeis: [], since: ago(days) }, [], now), false)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginReading } from './long-readings.ts'

test('one operator has two long readings at most, all together four, and each that ends makes room once', () => {
  const [one, two] = [beginReading('north'), beginReading('north')]
  assert.ok(one && two)
  assert.equal(beginReading('north'), undefined)
  const others = [beginReading('south'), beginReading('south')]
  assert.equal(beginReading('west'), undefined, 'four are open')
  one()
  one()
  const west = beginReading('west')
  assert.ok(west)
  assert.equal(beginReading('west'), undefined, 'ended twice is once')
  for (const end of [two, ...others, west]) end?.()
  const again = beginReading('north')
  assert.ok(again)
  again()
})

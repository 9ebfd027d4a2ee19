import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Heard, heardIn, hoursTogether, isInOther } from './heard.ts'

const about = { imeiKey: '35693803564380', sim: 'A'.repeat(22) }
const hours = fc.uniqueArray(fc.integer({ min: 490_000, max: 490_100 })).map((some) => new Set(some))

test('B65: two SIMs count as two phones exactly where both were heard in six of the last 24 hours of the one', () => {
  fc.assert(
    fc.property(hours, hours, (one, other) => {
      const heard = heardIn(one, about)
      if (!heard) return assert.equal(one.size, 0)
      assert.ok(Heard.safeParse(heard).success)
      const last = Math.max(...one)
      const together = [...one].filter((hour) => hour > last - 24 && other.has(hour))
      assert.equal(isInOther(heard, other), together.length >= hoursTogether)
    }),
  )
})

test('one SIM after the other, or by turns twice a day, is one phone', () => {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
  const day = heardIn(new Set(range(490_000, 490_024)), about)
  assert.ok(day)
  assert.equal(isInOther(day, new Set(range(490_024, 490_100))), false)
  assert.equal(isInOther(day, new Set([490_008, 490_012, 490_018, 490_022])), false)
  assert.equal(isInOther(day, new Set(range(489_000, 490_100))), true)
})

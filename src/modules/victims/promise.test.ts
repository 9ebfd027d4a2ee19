import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { earlyMs, promiseOf } from './promise.ts'

const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString()

test('B42: a victim hears from us within a day, then within five working days, then within 28 days', () => {
  const opened = '2026-11-26T14:00:00.000Z' // a Thursday
  assert.equal(promiseOf(opened, opened), '2026-11-27T14:00:00.000Z')
  assert.equal(promiseOf(opened, '2026-11-27T13:50:00.000Z'), '2026-12-04T13:50:00.000Z')
  assert.equal(promiseOf(opened, '2026-12-04T13:40:00.000Z'), '2027-01-01T13:40:00.000Z')
})

test('B42: whenever a case opens and however often it is told, the silences are kept, and each promise is later than now', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2030-01-01') }),
      fc.array(fc.integer({ min: 0, max: 40 * day }), { maxLength: 20 }),
      (opened, waits) => {
        let now = opened
        let promised = Date.parse(promiseOf(iso(opened), iso(now)))
        for (const wait of waits) {
          assert.ok(promised > now)
          assert.ok(promised - now <= 28 * day)
          now = Math.min(now + wait, promised - earlyMs) // something happens, or the heartbeat is due
          promised = Date.parse(promiseOf(iso(opened), iso(now)))
        }
      },
    ),
  )
})

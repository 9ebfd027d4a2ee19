import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ActionRow, laneOf } from './lanes.ts'

const at = Date.parse('2026-11-27T10:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()
const end = fc.option(fc.integer({ min: -5, max: 5 }), { nil: null })
const states = ['owed', 'acknowledged', 'refused', 'cancelled', 'lapsed', 'not-sent', 'dead', 'given-up'] as const
const kinds = ['block-handset', 'suspend-line', 'freeze-account', 'watch-handset', 'send-text', 'match-identity']

const row = fc
  .record({
    kind: fc.constantFrom(...kinds),
    state: fc.constantFrom(...states),
    attempts: fc.integer({ min: 0, max: 3 }),
    end,
  })
  .map(
    ({ end, ...said }): ActionRow => ({
      ...{ ...said, stream: 'case/x', partner: 'ee', due: iso(at), position: '1' },
      ...{ until: end === null ? null : iso(at + end), trying_since: iso(at), answered_at: iso(at), last_error: null },
    }),
  )

test('a stop is said to hold until its end and not a millisecond longer; a message and a question were done once', () => {
  fc.assert(
    fc.property(row, (action) => {
      const lane = laneOf(action, new Date(at))
      const lasting = laneOf({ ...action, until: null }, new Date(at))
      const past = action.until !== null && Date.parse(action.until) <= at
      const isStop = !['send-text', 'match-identity'].includes(action.kind)
      assert.equal(lane.state === 'ended', action.state === 'acknowledged' && past && isStop)
      if (!past || !isStop) assert.equal(lane.state, lasting.state)
      if (past && isStop) assert.ok(!['not-asked', 'sent', 'confirmed', 'no-answer'].includes(lane.state))
    }),
  )
})

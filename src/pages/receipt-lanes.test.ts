import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laneOf } from '#partners/lanes'
import { isPending, receiptLanes } from './receipt-lanes.ts'

const [asked, until] = ['2026-11-26T10:00:00.000Z', '2026-11-29T10:00:00.000Z']
const row = (partner: string, state: 'acknowledged' | 'owed') => ({
  ...{ stream: 'case/x', partner, kind: 'block-handset', state, attempts: 1, due: asked, position: '1' },
  ...{ until, trying_since: asked, answered_at: state === 'owed' ? null : asked, last_error: null },
})
const shown = (now: string) => {
  const lanes = [row('ee', 'acknowledged'), row('o2', 'owed')].map((one) => laneOf(one, new Date(now)))
  return receiptLanes(lanes, (slug) => slug)
}

test('the receipt says of a stop whose end has come that it ended by itself, when, and waits for nothing more', () => {
  const before = shown('2026-11-29T09:59:59.999Z')
  assert.deepEqual(
    before.map(({ is }) => is),
    ['confirmed', 'sent'],
  )
  assert.equal(isPending(before), true)
  const after = shown(until)
  assert.deepEqual(after, [
    {
      says: 'Block the phone on every network',
      is: 'ended',
      who: [
        { name: 'ee', at: until, tookMs: false },
        { name: 'o2', at: until, tookMs: false },
      ],
    },
  ])
  assert.equal(isPending(after), false)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Times, usualLimits, whatIsDue } from './due.ts'
import type { State } from './peer.ts'

const at = (seconds: number, times: Partial<Times>, state: State = 'open') =>
  whatIsDue({ openedAt: 0, heardAt: 0, ...times }, state, usualLimits, seconds * 1000)

test('who does not say who it is, or sends half a message, or takes no answers, is ended', () => {
  assert.equal(at(9, {}, 'new'), undefined)
  assert.equal(at(10, { heardAt: 9999 }, 'new'), 'end')
  for (const since of ['halfSince', 'stuckSince'] as const) {
    assert.equal(at(19, { heardAt: 19_000, [since]: 10_000 }), undefined)
    assert.equal(at(20, { heardAt: 20_000, [since]: 10_000 }), 'end')
  }
})

test('who says nothing is asked once, and ended when nothing comes for twice that time', () => {
  assert.equal(at(29, {}), undefined)
  assert.equal(at(30, {}), 'ask')
  assert.equal(at(89, { askedAt: 30_000 }), undefined)
  assert.equal(at(90, { askedAt: 30_000 }), 'end')
})

test('a connection that is to end has five seconds for it, and is asked nothing', () => {
  for (const state of ['left', 'over'] as const) {
    assert.equal(at(104, { endingSince: 100_000 }, state), undefined)
    assert.equal(at(105, { endingSince: 100_000 }, state), 'end')
  }
  assert.equal(at(3000, {}, 'leaving'), undefined, 'the node’s own stop has its own limit')
})

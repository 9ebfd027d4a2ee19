import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ReceiptFault, Verdict } from '../receipts.ts'
import type { Owed } from './claim.ts'
import { isAnswer, type Result, settle } from './settle.ts'

const now = Date.parse('2026-01-08T12:00:00.000Z')
const id = '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11'

const owed: Owed = {
  ...{ id, partner: 'north', kind: 'block-handset', target: 'handset/1', tenant: 'met', stream: 'case/1' },
  ...{ input: {}, cancels: null, standing: false, attempts: 1, strikes: 0, facts: 0, until: null },
  tryingSince: now - 1000,
}

const seconds = fc.integer({ min: 0, max: 3600 })
const result = fc.oneof(
  fc.constant<Result>({ outcome: 'acknowledged', receipt: 'x' }),
  fc.constant<Result>({ outcome: 'rejected', code: 'unknown-handset', receipt: undefined }),
  seconds.map((afterSeconds): Result => ({ outcome: 'pending', afterSeconds })),
  seconds.map((afterSeconds): Result => ({ outcome: 'retry', afterSeconds, why: 'status 503' })),
  fc.constant<Result>({ outcome: 'not-sent', why: 'safety' }),
  fc.constantFrom('impossible' as const, 'fault' as const).map((outcome): Result => ({ outcome, why: 'bug' })),
)
const unbelieved = fc
  .constantFrom<ReceiptFault[]>('missing', 'malformed', 'bad-signature', 'other-action', 'from-the-future')
  .map((fault): Verdict => ({ ok: false, fault }))
const action = fc.record({
  attempts: fc.nat(500),
  strikes: fc.nat(20),
  standing: fc.boolean(),
  tryingSince: fc.integer({ min: 0, max: 30 * 86_400 }).map((ago) => now - ago * 1000),
})
const chance = fc.double({ min: 0, max: 1, noNaN: true })

test('nothing but a valid receipt ever makes an action acknowledged or refused', () => {
  fc.assert(
    fc.property(action, result, fc.option(unbelieved, { nil: undefined }), chance, (given, came, verdict, random) => {
      const settled = settle({ ...owed, ...given }, came, verdict, now, () => random)
      assert.ok(!isAnswer(settled) || settled.state === 'dead' || settled.state === 'not-sent')
    }),
  )
})

test('the receipt’s word counts, not the status of the answer that brought it', () => {
  const receipt = { action: id, partner: 'north', kind: 'block-handset', code: undefined, at: now, kid: 'k', jws: 'x' }
  fc.assert(
    fc.property(
      action,
      result,
      fc.constantFrom('acknowledged' as const, 'refused' as const),
      (given, came, outcome) => {
        const verdict: Verdict = { ok: true, receipt: { ...receipt, outcome } }
        const settled = settle({ ...owed, ...given }, came, verdict, now, () => 0)
        assert.ok(isAnswer(settled) && settled.state === outcome)
      },
    ),
  )
})

test('whoever asked to be left alone is left alone at least as long', () => {
  fc.assert(
    fc.property(seconds, chance, (afterSeconds, random) => {
      const came: Result = { outcome: 'retry', afterSeconds, why: 'status 429' }
      const settled = settle(owed, came, undefined, now, () => random)
      assert.ok(!isAnswer(settled) && typeof settled.waitMs === 'number' && settled.waitMs >= afterSeconds * 1000)
    }),
  )
})

test('a partner that is down kills no action for a week, however often it was tried', () => {
  const came: Result = { outcome: 'retry', afterSeconds: 0, why: 'status 503' }
  const after = (days: number, more: Partial<Owed> = {}) =>
    settle({ ...owed, attempts: 9999, tryingSince: now - days * 86_400_000, ...more }, came, undefined, now, () => 0)
  assert.ok(!isAnswer(after(6.9)))
  const dead = after(7.1)
  assert.ok(isAnswer(dead) && dead.state === 'dead' && dead.error === 'status 503')
  assert.ok(!isAnswer(after(200, { standing: true })), 'a standing order is never too old')
})

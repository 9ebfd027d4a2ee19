import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { decideAppeal } from './commands/decide-appeal.ts'
import { makeAppeal } from './commands/make-appeal.ts'
import { AppealDecided } from './events/appeal-decided.ts'
import { AppealMade } from './events/appeal-made.ts'
import { appealReasons } from './vocabulary.ts'

const made = AppealMade.of(AppealMade.sample)
const { appeal, case: theft, line, handset } = AppealMade.sample
const decided = (granted: boolean) => AppealDecided.of({ appeal, case: theft, granted, reason: 'phone-seen' })
const decision = (granted: boolean, home = ['first-operator']) => {
  return { appeal, granted, reason: 'phone-seen' as const, home }
}

test('B33: granted, the operator of the line is asked for its SIM; refused, nobody is asked anything', () => {
  const granted = given(decideAppeal, [made]).when(decision(true))
  assert.ok('owes' in granted)
  assert.deepEqual(
    granted.owes.map(({ partners, kind, input }) => ({ partners, kind, input })),
    [{ partners: ['first-operator'], kind: 'pair-handset', input: { line, imeiKeys: handset } }],
  )
  const refused = given(decideAppeal, [made]).when(decision(false))
  assert.ok('owes' in refused)
  assert.deepEqual(refused.owes, [])
})

test('an appeal that nobody made is not decided, one is made once, and a line of no network that we know is told so', () => {
  assert.deepEqual(given(decideAppeal, []).when(decision(true)), { refused: 'no-appeal' })
  assert.deepEqual(given(makeAppeal, [made]).when(AppealMade.sample), { refused: 'appeal-made' })
  assert.deepEqual(given(decideAppeal, [made]).when(decision(true, [])), { refused: 'no-network' })
  assert.equal(eventsOf(given(decideAppeal, [made]).when(decision(false, []))).length, 1)
})

test('whatever was decided before, the other way may be decided and the same may not', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), fc.boolean(), fc.constantFrom(...appealReasons), (before, granted, reason) => {
      const answer = given(decideAppeal, [made, ...before.map(decided)]).when({ ...decision(granted), reason })
      assert.equal('refused' in answer, before.at(-1) === granted)
    }),
  )
})

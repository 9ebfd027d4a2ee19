import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { decideListAppeal } from './commands/decide-list-appeal.ts'
import { makeListAppeal } from './commands/make-list-appeal.ts'
import { pairListedSim } from './commands/pair-listed-sim.ts'
import { ListAppealDecided } from './events/list-appeal-decided.ts'
import { ListAppealMade } from './events/list-appeal-made.ts'
import { SimPaired } from './events/sim-paired.ts'
import { listAppealReasons } from './vocabulary.ts'

const made = ListAppealMade.of(ListAppealMade.sample)
const { appeal, line, handset } = ListAppealMade.sample
const decided = (granted: boolean) => ListAppealDecided.of({ appeal, granted, reason: 'phone-seen' })
const decision = (granted: boolean, home = ['first-operator']) => {
  return { appeal, granted, reason: 'keeper-says' as const, home }
}

test('B33: against a list or a rule as against a report: granted, the operator of the line is asked for its SIM; refused, nobody is', () => {
  const granted = given(decideListAppeal, [made]).when(decision(true))
  assert.ok('owes' in granted)
  assert.deepEqual(
    granted.owes.map(({ partners, kind, input }) => ({ partners, kind, input })),
    [{ partners: ['first-operator'], kind: 'pair-handset', input: { line, imeiKeys: handset } }],
  )
  const refused = given(decideListAppeal, [made]).when(decision(false))
  assert.ok('owes' in refused)
  assert.deepEqual(refused.owes, [])
})

test('an appeal that nobody made is not decided, one is made once, and a line of no network that we know is told so', () => {
  assert.deepEqual(given(decideListAppeal, []).when(decision(true)), { refused: 'no-appeal' })
  assert.deepEqual(given(makeListAppeal, [made]).when(ListAppealMade.sample), { refused: 'appeal-made' })
  assert.deepEqual(given(decideListAppeal, [made]).when(decision(true, [])), { refused: 'no-network' })
  assert.equal(eventsOf(given(decideListAppeal, [made]).when(decision(false, []))).length, 1)
})

test('whatever was decided before, the other way may be decided and the same may not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean()),
      fc.boolean(),
      fc.constantFrom(...listAppealReasons),
      (before, granted, reason) => {
        const answer = given(decideListAppeal, [made, ...before.map(decided)]).when({ ...decision(granted), reason })
        assert.equal('refused' in answer, before.at(-1) === granted)
      },
    ),
  )
})

test('a SIM that no case stands behind is paired in a stream of its handset, never in that of the appeal', () => {
  const { case: _, reviewBy: __, ...sims } = SimPaired.sample
  const pair = { ...sims, appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' }
  const [event] = eventsOf(given(pairListedSim, []).when(pair, '2026-11-27T10:00:00.000Z'))
  assert.equal(event?.stream, `handset/${pair.appeal}`)
  assert.equal(SimPaired.of(SimPaired.sample).stream, `case/${SimPaired.sample.case}`)
})

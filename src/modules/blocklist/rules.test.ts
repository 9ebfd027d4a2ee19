import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { isDummy } from '#lib/imei/imei'
import { liftRule } from './commands/lift-rule.ts'
import { setRule } from './commands/set-rule.ts'
import { RuleLifted } from './events/rule-lifted.ts'
import { RuleSet } from './events/rule-set.ts'

const decided = { status: 'tracked', by: 'first-force', why: 'model-cloned' } as const
const about = 'tac/35921407'
const set = RuleSet.of({ about, ...decided })
const lifted = RuleLifted.of({ about, by: 'first-force' })

test('a rule is set, set anew, lifted and set again; the same twice is one, and none is lifted twice', () => {
  assert.equal(eventsOf(given(setRule, []).when({ about, ...decided })).length, 1)
  assert.deepEqual(given(setRule, [set]).when({ about, ...decided }), { refused: 'rule-holds' })
  assert.equal(eventsOf(given(setRule, [set]).when({ about, ...decided, status: 'blocked' })).length, 1)
  assert.equal(eventsOf(given(liftRule, [set]).when({ about, by: 'first-force' })).length, 1)
  assert.deepEqual(given(liftRule, [set, lifted]).when({ about, by: 'first-force' }), { refused: 'no-rule' })
  assert.equal(eventsOf(given(setRule, [set, lifted]).when({ about, ...decided })).length, 1)
})

test('G11: no rule begins or ends at a test number, whatever the TAC', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (number) => {
      const tac = String(number).padStart(8, '0')
      const answer = given(setRule, []).when({ about: `tac/${tac}`, ...decided })
      const isTest = isDummy(`${tac}000000`) || isDummy(`${tac}999999`)
      assert.equal('refused' in answer, isTest)
    }),
  )
})

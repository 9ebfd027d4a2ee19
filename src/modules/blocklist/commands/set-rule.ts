import { defineCommand, refuse } from '#ledger'
import { canonical } from '#lib/canonical-json'
import { readCovered } from '#lib/feed/exceptions'
import { isDummyNumber } from '#lib/imei/dummy'
import { RuleSet } from '../events/rule-set.ts'
import { rule } from '../rule.ts'

/** Sets what holds for a model or a range of numbers. Set again, the last word counts. */
export const setRule = defineCommand('set-rule', {
  input: RuleSet.schema,
  refusals: {
    'rule-on-dummies': {
      status: 422,
      says: 'These are test numbers, which thousands of phones carry. No rule covers them.',
    },
    'rule-holds': { status: 409, says: 'This very rule holds already.' },
  },
  stream: ({ about }) => `rule/${about}`,
  state: rule,

  decide(given, { holds }) {
    const covered = readCovered(given.about)
    if (!covered || isDummyNumber(covered.from) || isDummyNumber(covered.to)) return refuse('rule-on-dummies')
    return holds && canonical(holds) === canonical(given) ? refuse('rule-holds') : [RuleSet.of(given)]
  },
})

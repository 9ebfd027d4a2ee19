import { defineCommand, refuse } from '#ledger'
import { RuleLifted } from '../events/rule-lifted.ts'
import { rule } from '../rule.ts'

/** Takes a rule back. */
export const liftRule = defineCommand('lift-rule', {
  input: RuleLifted.schema,
  refusals: { 'no-rule': { status: 404, says: 'There is no such rule.' } },
  stream: ({ about }) => `rule/${about}`,
  state: rule,
  decide: (given, { holds }) => (holds ? [RuleLifted.of(given)] : refuse('no-rule')),
})

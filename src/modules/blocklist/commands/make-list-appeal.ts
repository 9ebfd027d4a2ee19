import { defineCommand, refuse } from '#ledger'
import { makeAppeal } from '#modules/reports/public'
import { ListAppealMade } from '../events/list-appeal-made.ts'
import { listAppeal } from '../list-appeal.ts'

/** Takes the word of somebody whose phone another register’s list, or a rule, stops. It lifts nothing before a person has decided. */
export const makeListAppeal = defineCommand('make-list-appeal', {
  input: ListAppealMade.schema,
  refusals: makeAppeal.refusals,
  stream: (input) => `appeal/${input.appeal}`,
  begins: true,
  keyed: ({ appeal }) => ({ appeal }),
  state: listAppeal,
  decide: (made, { line }) => (line ? refuse('appeal-made') : [ListAppealMade.of(made)]),
})

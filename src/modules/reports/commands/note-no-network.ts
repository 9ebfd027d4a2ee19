import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { theftCase } from '../case.ts'
import { NoNetworkFound } from '../events/no-network-found.ts'
import { networkSearch } from '../network-search.ts'
import { refusals } from '../refusals.ts'
import { openOr } from '../situation.ts'

/** Every network that was asked has answered, or cannot, and none has the line: the victim and the unit must know. */
export const noteNoNetwork = defineCommand('note-no-network', {
  input: z.object({ case: CaseId, answered: z.array(Slug).max(500).readonly() }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'networks-open': {
      status: 409,
      says: 'A network has not answered yet, or one has said that the number is its own.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: folds(theftCase, networkSearch, (known, search) => ({ known, search })),

  decide({ case: theft, answered }, { known, search }) {
    const open = openOr(known)
    if ('refused' in open) return open
    const isOver = search.begun && search.found === undefined && !search.nobody
    return isOver && search.asked.every((one) => answered.includes(one))
      ? [NoNetworkFound.of({ case: theft })]
      : refuse('networks-open')
  },
})

import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { theftCase } from '../case.ts'
import { CasesLinked, LinkedCode, LinkedContact } from '../events/cases-linked.ts'
import { Later, linkRefusals, whyNotOne } from '../linking.ts'
import { refusals } from '../refusals.ts'

const {
  'linked-already': linked,
  'in-safe-mode': safe,
  'many-twins': many,
  'not-later': order,
  ...others
} = linkRefusals

/** A person found that a later case is this very theft: its codes and contacts are of this case from now on. */
export const takeInCase = defineCommand('take-in-case', {
  input: z.object({
    case: CaseId,
    later: CaseId,
    is: Later,
    codes: z.array(LinkedCode).max(10).readonly(),
    contacts: z.array(LinkedContact).max(20).readonly(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    ...{ 'linked-already': linked, 'in-safe-mode': safe, 'many-twins': many, 'not-later': order },
    ...{ 'answer-first': others['answer-first'], 'first-weaker': others['first-weaker'] },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: first, later }) => ({ first, later }),
  state: theftCase,

  decide({ case: first, later, is, codes, contacts }, known) {
    if (known.twins.includes(later) || first === later) return refuse('linked-already')
    const why = whyNotOne(known, is)
    return why ? refuse(why) : [CasesLinked.of({ case: first, other: later, as: 'first', same: true, codes, contacts })]
  },
})

import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { theftCase } from '../case.ts'
import { CasesLinked } from '../events/cases-linked.ts'
import { linkRefusals } from '../linking.ts'
import { refusals } from '../refusals.ts'

/** A case that was taken in is one of its own again: its codes open this one no more, and its contacts hear nothing more of it. */
export const letOutCase = defineCommand('let-out-case', {
  input: z.object({ case: CaseId, later: CaseId }),
  refusals: { 'no-case': refusals['no-case'], 'not-linked': linkRefusals['not-linked'] },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide({ case: first, later }, { standing, twins }) {
    if (!standing) return refuse('no-case')
    return twins.includes(later)
      ? [CasesLinked.of({ case: first, other: later, as: 'first', same: false })]
      : refuse('not-linked')
  },
})

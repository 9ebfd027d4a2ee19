import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { isGuarded, theftCase } from '../case.ts'
import { CaseClosed } from '../events/case-closed.ts'
import { CasesLinked } from '../events/cases-linked.ts'
import { linkRefusals } from '../linking.ts'
import { leftAtEnd, papersOf } from '../papers.ts'
import { refusals } from '../refusals.ts'

/** Ends the later one of two cases that are one theft. What it stopped stays stopped, and is lifted with the first. */
export const joinToFirst = defineCommand('join-to-first', {
  input: z.object({ case: CaseId, first: CaseId }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'in-safe-mode': linkRefusals['in-safe-mode'],
    'has-twins': linkRefusals['has-twins'],
  },
  stream: (input) => `case/${input.case}`,
  state: folds(theftCase, papersOf, (theft, papers) => ({ ...theft, papers })),

  decide({ case: later, first }, known) {
    const { standing, ended, twins, papers } = known
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    if (isGuarded(known)) return refuse('in-safe-mode')
    if (twins.length > 0) return refuse('has-twins')
    return [
      CasesLinked.of({ case: later, other: first, as: 'later', same: true }),
      CaseClosed.of({ case: later, reason: 'duplicate' }),
      ...leftAtEnd(later, papers),
    ]
  },
})

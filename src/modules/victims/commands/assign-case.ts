import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { desk } from '../desk.ts'
import { CaseAssigned } from '../events/case-assigned.ts'
import { refusals } from '../refusals.ts'
import { Officer } from '../vocabulary.ts'

/** An officer takes a case, says anew what the victim may call them, or gives it back to the unit. */
export const assignCase = defineCommand('assign-case', {
  input: z.object({ case: CaseId, officer: Officer.optional(), shownAs: VaultRef.optional() }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'assigned-already': { status: 409, says: 'It is so already.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ shownAs: _, ...assigned }) => assigned,
  state: desk,

  decide(assigned, { reported, end, officer }) {
    if (!reported) return refuse('no-case')
    if (end) return refuse('case-ended')
    const same = officer === assigned.officer && assigned.shownAs === undefined
    return same ? refuse('assigned-already') : [CaseAssigned.of(assigned)]
  },
})

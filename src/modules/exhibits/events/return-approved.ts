import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ExhibitId, proofNames } from '../vocabulary.ts'

/** On the case's own stream, so that no dispute can slip in between: this handset may go to this case's owner. */
export const ReturnApproved = defineEvent('exhibits.return-approved', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, exhibit: ExhibitId, proof: z.enum(proofNames) }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    proof: 'purchase-receipt',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ExhibitId, proofNames } from '../vocabulary.ts'

/** The owner has the handset back: returned, which is published apart from recovered. */
export const HandsetReturned = defineEvent('exhibits.handset-returned', {
  version: 1,
  stream: (d) => `exhibit/${d.exhibit}`,
  data: z.object({
    exhibit: ExhibitId,
    case: CaseId,
    proof: z.enum(proofNames).describe('what showed that it is theirs'),
    seizedAt: z.iso.datetime(),
  }),
  sample: {
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    proof: 'purchase-receipt',
    seizedAt: '2026-11-26T14:02:00.000Z',
  },
})

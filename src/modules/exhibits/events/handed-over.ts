import { z } from 'zod'
import { defineEvent } from '#ledger'
import { ExhibitId, holderNames, Seal } from '../vocabulary.ts'

/** An exhibit passed from one holder to the next: one link of its continuity. Who gave it is the event's actor. */
export const HandedOver = defineEvent('exhibits.handed-over', {
  version: 1,
  stream: (d) => `exhibit/${d.exhibit}`,
  data: z.object({
    exhibit: ExhibitId,
    from: z.enum(holderNames),
    to: z.enum(holderNames),
    seal: Seal.optional().describe('the number of the seal on the bag'),
  }),
  sample: {
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    from: 'officer',
    to: 'property-store',
    seal: 'B1234567',
  },
})

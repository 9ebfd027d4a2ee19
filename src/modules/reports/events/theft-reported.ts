import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'

/** A theft is reported and the reporter's identity attested: level 2 of the proof ladder. */
export const TheftReported = defineEvent('reports.theft-reported', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    handset: HandsetId.optional(), // absent when the handset is not in the register
    imeis: z.array(Imei).min(1).max(4), // pseudonymous; case streams only
    method: z.enum(['snatch', 'pickpocket', 'table', 'robbery', 'distraction', 'other']),
    attestedBy: z.enum(['operator', 'bank', 'police']),
    reviewBy: z.iso.datetime().describe('when a person must look again at whether these numbers are still needed'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    imeis: ['490154203237518'],
    method: 'snatch',
    attestedBy: 'police',
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
})

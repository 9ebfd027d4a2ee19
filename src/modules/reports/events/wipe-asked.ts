import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/** The owner asks for a wipe after seeing when the last backup was made; it goes out only at level 3. */
export const WipeAsked = defineEvent('reports.wipe-asked', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    backup: z.enum(['seen', 'none']),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', backup: 'seen' },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { conflicts } from '#lib/proof'

/** A person has looked at what spoke against a report. */
export const ConflictSettled = defineEvent('reports.conflict-settled', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    conflict: z.enum(conflicts),
    stands: z.boolean().describe('true: the report goes on; false: it stays where it is'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', conflict: 'second-claimant', stands: true },
})

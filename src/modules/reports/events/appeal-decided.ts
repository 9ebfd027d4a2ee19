import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { appealReasons } from '../vocabulary.ts'

/** A person has decided about an appeal. Granted, the line may use the phone, and no other may. It can be decided again. */
export const AppealDecided = defineEvent('reports.appeal-decided', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({
    appeal: z.uuid(),
    case: CaseId,
    granted: z.boolean(),
    reason: z.enum(appealReasons),
  }),
  sample: {
    appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    granted: true,
    reason: 'documents-seen',
  },
})

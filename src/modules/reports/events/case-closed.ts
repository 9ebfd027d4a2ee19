import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { becauses, ends } from '../vocabulary.ts'

/** A case is closed, with a reason that its page says in plain words and that can be challenged. */
export const CaseClosed = defineEvent('reports.case-closed', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    reason: z.enum(ends),
    because: z.enum(becauses).optional().describe('what a person found who closed it'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', reason: 'returned' },
})

/** Whether what its case stopped is lifted with it. */
export const lifts = (reason: (typeof ends)[number]): boolean => reason === 'returned' || reason === 'withdrawn'

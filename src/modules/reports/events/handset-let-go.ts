import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/**
 * A case names other numbers now: what stopped the old ones is to be undone. A stream of its own: the case goes on, and its
 * victim must not read that their phone can be used again.
 */
export const HandsetLetGo = defineEvent('reports.handset-let-go', {
  version: 1,
  stream: (d) => `let-go/${d.case}`,
  data: z.object({
    case: CaseId,
    count: z.int().positive().describe('stops whose undoing is owed from here'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', count: 3 },
})

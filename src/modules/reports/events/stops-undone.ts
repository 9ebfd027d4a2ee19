import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/** After a case has ended: every stop that may still hold at a partner is to be undone. */
export const StopsUndone = defineEvent('reports.stops-undone', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    count: z.int().positive().describe('stops whose undoing is owed from here'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', count: 5 },
})

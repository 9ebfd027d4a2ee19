import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/** The owner takes a wipe back while it waits, or has not reached the handset yet. It can be asked for again. */
export const WipeStopped = defineEvent('reports.wipe-stopped', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, orders: z.int().min(1).describe('how many orders at makers were taken back') }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', orders: 1 },
})

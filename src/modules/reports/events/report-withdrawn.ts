import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { means } from '#lib/proof'
import { withdrawals } from '../vocabulary.ts'

/** A report is taken back by equal or stronger proof: every stop is undone. */
export const ReportWithdrawn = defineEvent('reports.report-withdrawn', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    why: z.enum(withdrawals),
    means: z.enum(means),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', why: 'found', means: 'trusted-person' },
})

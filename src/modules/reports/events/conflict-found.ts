import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { cloneSigns, conflicts } from '#lib/proof'

/** Something speaks against the report: a person looks within the hour, and nothing more is done until then. */
export const ConflictFound = defineEvent('reports.conflict-found', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    conflict: z.enum(conflicts),
    signs: z.array(z.enum(cloneSigns)).optional().describe('why the number is thought to be on two phones'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', conflict: 'second-claimant' },
})

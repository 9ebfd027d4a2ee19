import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { paperReasons } from '../vocabulary.ts'

/** A person has looked at a paper. It can be judged again. */
export const ProofJudged = defineEvent('reports.proof-judged', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    proof: z.uuid(),
    counts: z.boolean(),
    reason: z.enum(paperReasons),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    proof: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    counts: true,
    reason: 'shows-phone-and-name',
  },
})

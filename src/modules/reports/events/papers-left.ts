import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/** A case ended before a person had looked at papers that its victim sent. They wait again if it is opened again. */
export const PapersLeft = defineEvent('reports.papers-left', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, proofs: z.array(z.uuid()).min(1).max(20).readonly() }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', proofs: ['1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'] },
})

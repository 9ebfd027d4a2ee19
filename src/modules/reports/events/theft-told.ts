import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { thefts } from '../vocabulary.ts'

/** A phone that was reported as lost was taken after all: its owner says so, with the proof that they showed before or a better one. */
export const TheftTold = defineEvent('reports.theft-told', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, method: z.enum(thefts) }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', method: 'snatch' },
})

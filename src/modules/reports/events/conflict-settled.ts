import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { conflicts } from '#lib/proof'
import { settlements } from '../vocabulary.ts'

const first = z.object({ case: CaseId, conflict: z.enum(conflicts), stands: z.boolean() })

/** A person has looked at what spoke against a report. */
export const ConflictSettled = defineEvent('reports.conflict-settled', {
  version: 2,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    conflict: z.enum(conflicts),
    stands: z.boolean().describe('true: the report goes on; false: it stays where it is'),
    reason: z.enum(settlements),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    conflict: 'second-claimant',
    stands: true,
    reason: 'identity-checked',
  },
  upcast: { 1: { data: first, up: (old: z.output<typeof first>) => ({ ...old, reason: 'none-given' }) } },
})

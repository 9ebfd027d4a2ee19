import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { doubts, StaffId } from '../vocabulary.ts'

/** A look at a case is put before the auditor. It accuses nobody: there may be a good reason. */
export const LookDoubted = defineEvent('scrutiny.look-doubted', {
  version: 1,
  stream: (d) => `staff/${d.staff}`,
  data: z.object({
    staff: StaffId,
    case: CaseId,
    why: z.enum(doubts),
    looks: z.int().min(1).describe('visits to the case within the last seven days'),
    employer: Slug.describe('the organisation for which they looked'),
  }),
  sample: {
    ...{ staff: 'AAAAAAAAAAAAAAAAAAAAAA', case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' },
    ...{ why: 'own-number', looks: 1, employer: 'first-force' },
  },
})

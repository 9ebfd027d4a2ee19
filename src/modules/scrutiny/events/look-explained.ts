import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { doubts, findings, StaffId } from '../vocabulary.ts'

/** The auditor has asked, and says what came of it. */
export const LookExplained = defineEvent('scrutiny.look-explained', {
  version: 1,
  stream: (d) => `staff/${d.staff}`,
  data: z.object({ staff: StaffId, case: CaseId, why: z.enum(doubts), finding: z.enum(findings) }),
  sample: {
    ...{ staff: 'AAAAAAAAAAAAAAAAAAAAAA', case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' },
    ...{ why: 'own-number', finding: 'had-reason' },
  },
})

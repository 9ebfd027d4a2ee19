import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { Officer } from '../vocabulary.ts'

/** An officer looks after a case from now on; without one, the whole unit does again. */
export const CaseAssigned = defineEvent('victims.case-assigned', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    officer: Officer.optional(),
    shownAs: VaultRef.optional().describe('what the officer chose to be called by the victim: a name or a call sign'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    officer: 'AAAAAAAAAAAAAAAAAAAAAA',
    shownAs: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

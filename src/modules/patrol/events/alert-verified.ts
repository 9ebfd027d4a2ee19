import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { AlertId } from '../alert.ts'

/** Proof came after an unverified alert: the same officers see it as verified, and it takes none of their turns. */
export const AlertVerified = defineEvent('patrol.alert-verified', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, alert: AlertId, description: VaultRef.optional() }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    alert: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    description: 'v_CCCCCCCCCCCCCCCCCCCCCA',
  },
})

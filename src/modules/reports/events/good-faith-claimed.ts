import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** Somebody says that they bought the phone in good faith. Nobody is accused; a person looks within the hour. */
export const GoodFaithClaimed = defineEvent('reports.good-faith-claimed', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    claim: VaultRef.describe('where and when it was bought, the number of the receipt, and how to reach the buyer'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', claim: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})

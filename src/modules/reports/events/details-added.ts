import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** The victim has said more: what was taken, where, when, by whom. The words are in the vault. */
export const DetailsAdded = defineEvent('reports.details-added', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    details: VaultRef,
    access: VaultRef.optional().describe('the code of who added them; absent when they came with a report'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', details: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})

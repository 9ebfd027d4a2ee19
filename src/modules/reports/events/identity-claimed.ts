import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** The reporter says who they are: name and birth date or postcode, in the vault. The line's own operator is asked. */
export const IdentityClaimed = defineEvent('reports.identity-claimed', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, claim: VaultRef }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', claim: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})

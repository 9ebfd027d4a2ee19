import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/** The reporter says who they are: name and birth date or postcode, in the vault. The line's own operator is asked (docs/adr/0034). */
export const IdentityClaimed = defineEvent('reports.identity-claimed', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    claim: VaultRef,
    access: VaultRef.optional().describe('the code that its browser was given'),
    report: CaseId.optional().describe('whoever made this report says so, which had joined the case'),
    joined: z.boolean().optional().describe('by somebody who reported what had a case already'),
    asked: z
      .array(Slug)
      .max(5)
      .optional()
      .describe('which network was asked at once; empty: none had said yet that the line is its own'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', claim: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})

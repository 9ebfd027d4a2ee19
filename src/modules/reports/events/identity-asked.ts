import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/** Who the reporter says they are, put to the line's own network later than it was said: until then nobody had said whose line it is. */
export const IdentityAsked = defineEvent('reports.identity-asked', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, network: Slug, claims: z.array(VaultRef).max(20) }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    network: 'second-operator',
    claims: ['v_AAAAAAAAAAAAAAAAAAAAAA'],
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/** A network took the hold of a line that another said is not its own: it is the line's own network from now on, in the next case too. */
export const NetworkFound = defineEvent('reports.network-found', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, line: VaultRef, network: Slug }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    network: 'second-operator',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** We write to this contact no more: an address, or a browser that took notices of a case. */
export const ContactEnded = defineEvent('victims.contact-ended', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    contact: VaultRef,
    why: z
      .enum(['withdrawn', 'gone'])
      .describe('who asked for it wants no more, or its push service says that it is gone'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    contact: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    why: 'withdrawn',
  },
})

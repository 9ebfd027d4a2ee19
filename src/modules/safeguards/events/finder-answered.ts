import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** The owner answered a finder, who reads it with the code of their own message. Neither learns how to reach the other. */
export const FinderAnswered = defineEvent('safeguards.finder-answered', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    to: VaultRef.describe('the code of the finder’s message'),
    words: VaultRef.describe('what the owner wrote, without addresses and numbers'),
    access: VaultRef.describe('the code of who wrote it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    to: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    words: 'v_CCCCCCCCCCCCCCCCCCCCCA',
    access: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

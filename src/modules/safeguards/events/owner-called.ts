import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** Somebody says they found a phone that nobody has reported: its owner is written to, in words that never change. */
export const OwnerCalled = defineEvent('safeguards.owner-called', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({ handset: HandsetId, line: VaultRef, card: VaultRef }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    card: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

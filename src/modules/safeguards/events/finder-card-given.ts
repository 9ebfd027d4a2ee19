import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** An owner got a card for the lock screen: whoever finds the phone can leave them a message, and learns nothing (B77). */
export const FinderCardGiven = defineEvent('safeguards.finder-card-given', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({
    handset: HandsetId,
    line: VaultRef,
    card: VaultRef.describe('the code itself is in the vault, found by its keyed hash; it opens nothing'),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    card: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { stopSecretKinds } from '../vocabulary.ts'

/**
 * Somebody was given what can stop the phone: a printed card, a trusted person's code or a word (B60, B78). The trusted person's code may also
 * start it again for three days, while nobody has shown in person whose it is.
 */
export const StopSecretGiven = defineEvent('register.stop-secret-given', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({
    handset: HandsetId,
    line: VaultRef,
    kind: z.enum(stopSecretKinds),
    secret: VaultRef.describe('the code itself is in the vault, found by its keyed hash'),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    kind: 'panic-card',
    secret: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'

/** Somebody keeps a passkey, by which their own page opens from now on (docs/adr/0029). */
export const PasskeyKept = defineEvent('register.passkey-kept', {
  version: 1,
  stream: (d) => `passkey/${d.passkey}`,
  data: z.object({
    passkey: z.uuid(),
    credential: VaultRef.describe('its id and public key are in the vault, found by the keyed hash of the id'),
    bound: z.boolean().describe('it stays on the device that made it'),
    counter: z.int().min(0),
  }),
  sample: {
    passkey: '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    credential: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    bound: true,
    counter: 0,
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'

/** The device of a passkey takes pushes about the phones that it may stop. The last one counts. */
export const PushesTaken = defineEvent('register.pushes-taken', {
  version: 1,
  stream: (d) => `passkey/${d.passkey}`,
  data: z.object({ passkey: z.uuid(), subscription: VaultRef }),
  sample: { passkey: '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', subscription: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** A code went to the number of a phone, before a passkey may start it again (docs/adr/0029). */
export const OwnCodeSent = defineEvent('register.own-code-sent', {
  version: 1,
  stream: (d) => `passkey/${d.passkey}`,
  data: z.object({ passkey: z.uuid(), handset: HandsetId, line: VaultRef }),
  sample: {
    passkey: '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

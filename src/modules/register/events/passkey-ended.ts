import { z } from 'zod'
import { defineEvent } from '#ledger'

/** Its holder keeps the passkey no more: it opens nothing, and its device is told nothing. */
export const PasskeyEnded = defineEvent('register.passkey-ended', {
  version: 1,
  stream: (d) => `passkey/${d.passkey}`,
  data: z.object({ passkey: z.uuid() }),
  sample: { passkey: '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' },
})

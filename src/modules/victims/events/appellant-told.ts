import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'

/** Whoever appealed is told what a person decided. The message as a whole is in the vault. */
export const AppellantTold = defineEvent('victims.appellant-told', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({
    appeal: z.uuid(),
    granted: z.boolean().describe('what was decided'),
    channel: z.enum(['text', 'email']),
    message: VaultRef,
  }),
  sample: {
    ...{ appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', granted: true },
    ...{ channel: 'email', message: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'

/** A passkey has answered a challenge of ours, and opened its holder's page. */
export const PasskeyUsed = defineEvent('register.passkey-used', {
  version: 1,
  stream: (d) => `passkey/${d.passkey}`,
  data: z.object({
    passkey: z.uuid(),
    counter: z.int().min(0).describe('how often it was used, as its device says; 0 where that does not count'),
    challenge: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the challenge, which is random: an answer counts once'),
  }),
  sample: {
    passkey: '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    counter: 7,
    challenge: '0f8e2f4a6d0c4a559a353a3f0a7b1c110f8e2f4a6d0c4a559a353a3f0a7b1c11',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'

/** Whoever may stop a phone, or its owner, did not get our message, and no case stands behind it: its owner is told another way. */
export const MessageLost = defineEvent('safeguards.message-lost', {
  version: 1,
  stream: (d) => `handset/${d.handset}`,
  data: z.object({
    ...{ handset: HandsetId, action: z.uuid() },
    whose: z
      .enum(['trusted-person', 'owner'])
      .describe('who was not reached; the owner is told by e-mail, else by a text'),
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11',
    whose: 'trusted-person',
  },
})

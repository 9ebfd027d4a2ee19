import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { ends } from '../vocabulary.ts'

/** Somebody texted to stop a phone, or forwarded a suspicious message, and it was acted on. Of a forward it does not say where it went. Neither their number nor the phone's is in it (docs/adr/0023). */
export const TextAnswered = defineEvent('ways.text-answered', {
  version: 1,
  stream: (d) => `text/${d.text}`,
  data: z.object({
    text: z.uuid().describe('the gateway’s own id of the text'),
    how: z
      .enum([...ends, 'used-up', 'unread', 'forwarded'])
      .describe('`used-up` was said until a number alone could always be reported'),
    answer: VaultRef.optional().describe('our answer and to whom; destroyed once the gateway has it or has failed'),
  }),
  sample: {
    text: '740e5834-3a29-46b4-9a6f-16142fde533a',
    how: 'stopped',
    answer: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

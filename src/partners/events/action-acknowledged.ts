import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { aboutAction, aboutSample, keyId, streamOfAction } from '../action-fact.ts'

const first = z.object({ ...aboutAction, sent: z.iso.datetime().optional(), at: z.iso.datetime(), kid: keyId })

/** The partner did it. `at` is the partner's clock, `sent` ours when it was first sent. */
export const ActionAcknowledged = defineEvent('partners.action-acknowledged', {
  version: 2,
  stream: streamOfAction,
  data: z.object({
    ...aboutAction,
    sent: z.iso.datetime().optional(),
    at: z.iso.datetime(),
    kid: keyId.optional().describe('the key of its signed receipt; absent for a gateway, which signs nothing'),
    awaited: z.boolean().optional().describe('a gateway has only taken a message, and will say whether it arrived'),
    answer: VaultRef.optional().describe('what the partner told with its receipt'),
  }),
  sample: {
    ...aboutSample,
    sent: '2026-01-01T10:00:00.000Z',
    at: '2026-01-01T10:00:01.000Z',
    kid: 'key-1',
    answer: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
  upcast: { 1: { data: first, up: (old: z.output<typeof first>) => old } },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, answerCode, keyId, streamOfAction } from '../action-fact.ts'

const first = z.object({
  ...aboutAction,
  sent: z.iso.datetime().optional(),
  at: z.iso.datetime(),
  kid: keyId,
  code: answerCode,
})

/** The partner will not do it. `code` is in our words. */
export const ActionRefused = defineEvent('partners.action-refused', {
  version: 2,
  stream: streamOfAction,
  data: first.extend({
    kid: keyId.optional().describe('the key of its signed receipt; absent for a gateway, which signs nothing'),
  }),
  sample: {
    ...aboutSample,
    sent: '2026-01-01T10:00:00.000Z',
    at: '2026-01-01T10:00:01.000Z',
    kid: 'key-1',
    code: 'unknown-handset',
  },
  upcast: { 1: { data: first, up: (old: z.output<typeof first>) => old } },
})

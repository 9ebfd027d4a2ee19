import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, answerCode, keyId, streamOfAction } from '../action-fact.ts'

/** The partner will not do it, by its own signed receipt. `code` is in our words. */
export const ActionRefused = defineEvent('partners.action-refused', {
  version: 1,
  stream: streamOfAction,
  data: z.object({
    ...aboutAction,
    sent: z.iso.datetime().optional(),
    at: z.iso.datetime(),
    kid: keyId,
    code: answerCode,
  }),
  sample: {
    ...aboutSample,
    sent: '2026-01-01T10:00:00.000Z',
    at: '2026-01-01T10:00:01.000Z',
    kid: 'key-1',
    code: 'unknown-handset',
  },
})

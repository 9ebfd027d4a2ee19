import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, keyId, streamOfAction } from '../action-fact.ts'

/** The partner did it, by its own signed receipt. `at` is the partner's clock, `sent` ours when it was first sent. */
export const ActionAcknowledged = defineEvent('partners.action-acknowledged', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction, sent: z.iso.datetime().optional(), at: z.iso.datetime(), kid: keyId }),
  sample: { ...aboutSample, sent: '2026-01-01T10:00:00.000Z', at: '2026-01-01T10:00:01.000Z', kid: 'key-1' },
})

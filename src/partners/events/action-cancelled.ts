import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** Ended by ourselves because an undo came first. `heard`: it had been sent, so the undo goes to the partner too. */
export const ActionCancelled = defineEvent('partners.action-cancelled', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction, heard: z.boolean() }),
  sample: { ...aboutSample, heard: false },
})

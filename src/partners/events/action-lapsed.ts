import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** Its end came before an answer did. `heard`: it had been sent, so the partner may hold it until its end. */
export const ActionLapsed = defineEvent('partners.action-lapsed', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction, heard: z.boolean() }),
  sample: { ...aboutSample, heard: false },
})

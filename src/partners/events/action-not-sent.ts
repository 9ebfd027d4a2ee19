import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** Nothing went out, on purpose: a practice or safety mode. It was not done. */
export const ActionNotSent = defineEvent('partners.action-not-sent', {
  version: 1,
  stream: streamOfAction,
  data: z.object(aboutAction),
  sample: aboutSample,
})

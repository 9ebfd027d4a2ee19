import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** A person sent a dead action on its way again. */
export const ActionTriedAgain = defineEvent('partners.action-tried-again', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction }),
  sample: { ...aboutSample },
})

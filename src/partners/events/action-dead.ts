import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** No believable answer in all the time allowed: a person has to look. */
export const ActionDead = defineEvent('partners.action-dead', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction, attempts: z.int() }),
  sample: { ...aboutSample, attempts: 412 },
})

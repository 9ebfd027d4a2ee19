import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** A person decided that a dead action will not be tried again. */
export const ActionGivenUp = defineEvent('partners.action-given-up', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction, why: z.string() }),
  sample: { ...aboutSample, why: 'the partner closed' },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { failures, sentChannels } from '../vocabulary.ts'

/** What was decided about a phone on somebody else's list did not reach whoever asked: a person looks. No case stands behind it. */
export const AppellantLost = defineEvent('victims.appellant-lost', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({
    ...{ appeal: z.uuid(), owner: Slug, action: z.uuid() },
    ...{ channel: z.enum(sentChannels), how: z.enum(failures) },
  }),
  sample: {
    ...{ appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0d', owner: 'first-force' },
    ...{ action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11', channel: 'email', how: 'permanent-failure' },
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { handlings } from '../vocabulary.ts'

/** A person said what they did about an answer that did not reach whoever appealed. */
export const AppellantHandled = defineEvent('victims.appellant-handled', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({ appeal: z.uuid(), how: z.enum(handlings) }),
  sample: { appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0d', how: 'reached' },
})

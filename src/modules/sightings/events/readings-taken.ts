import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'

/** A partner sent readings of handsets. The readings are in a table of their own; this is the fact that vouches for them. */
export const ReadingsTaken = defineEvent('sightings.readings-taken', {
  version: 1,
  stream: (d) => `readings/${d.batch}`,
  data: z.object({
    batch: z.uuid(),
    by: Slug,
    readings: z.number().int().min(1),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('of the canonical JSON of the rows as they are kept, in the order of their references'),
  }),
  sample: {
    batch: '2b1d5e2a-3b4f-4c6d-8e9f-0a1b2c3d4e5f',
    by: 'first-operator',
    readings: 3,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
})

import { z } from 'zod'

/** What squares were weighed by: what a list, a map and a plan are made of. */
export const MadeBy = z.discriminatedUnion('by', [
  z.object({ by: z.literal('decayed') }).describe('the decayed count: each theft counts half after 91 days'),
  z
    .object({
      by: z.literal('learned'),
      month: z
        .string()
        .regex(/^\d{4}-\d{2}$/)
        .describe('for which the back-test released it'),
      triedAt: z.iso.datetime(),
    })
    .describe('the learned model'),
  z
    .object({ by: z.literal('snatch') })
    .describe('decayed counts of snatches and thefts off tables, weighed by the hours of the shift'),
])
export type MadeBy = z.output<typeof MadeBy>

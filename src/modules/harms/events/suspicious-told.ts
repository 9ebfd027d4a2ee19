import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { indicatorSorts, toldBy } from '../vocabulary.ts'

/** So many are taken of what belongs to no case: a message of a thief has one link. */
export const mostToldAlone = 5

/**
 * Somebody told us of a suspicious message that belongs to no case, as people tell 7726. Who it was and what the message says are kept
 * nowhere; of its links and senders those are named that this person had not told of lately.
 */
export const SuspiciousTold = defineEvent('harms.suspicious-told', {
  version: 1,
  stream: (d) => `suspicious/${d.told}`,
  data: z.object({
    told: z.uuid(),
    by: z.enum(toldBy),
    indicators: z
      .array(
        z.object({
          sort: z.enum(indicatorSorts),
          mark: VaultRef,
          honest: z.boolean().optional().describe('a host that is well known to be honest: a person looks first'),
        }),
      )
      .min(1)
      .max(mostToldAlone),
  }),
  sample: {
    told: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    by: 'text',
    indicators: [{ sort: 'link', mark: 'v_BBBBBBBBBBBBBBBBBBBBBA' }],
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** The unit answered, or wrote of its own accord. Read on the case page alone. */
export const AnswerGiven = defineEvent('victims.answer-given', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    words: VaultRef,
    to: z
      .array(VaultRef)
      .max(10)
      .describe(
        'the codes of those who wrote and waited, or of all that may hear where nobody did; in safe mode nobody else reads it',
      ),
    upTo: z.int().min(0).optional().describe('the version of the case that was seen; what came after it still waits'),
    waitsSince: z.iso.datetime().optional().describe('when whoever still waits wrote, if anybody does'),
    with: z.enum(['closing']).optional().describe('it came with the end of the case, which is told by itself'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    words: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    to: ['v_BBBBBBBBBBBBBBBBBBBBBA'],
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** A person who had not closed the case looked again, and says what they found. */
export const ChallengeAnswered = defineEvent('victims.challenge-answered', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    stands: z.boolean().describe('true: the case stays closed; false: it is opened again'),
    words: VaultRef,
    to: VaultRef.describe('the code of who challenged'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    stands: true,
    words: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    to: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

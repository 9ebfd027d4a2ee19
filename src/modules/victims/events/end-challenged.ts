import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** A victim says that their case should not have ended. Somebody else than who closed it looks again. */
export const EndChallenged = defineEvent('victims.end-challenged', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    words: VaultRef,
    access: VaultRef.describe('the code of who challenges it'),
    due: z.iso.datetime().describe('by when it is answered'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    words: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    access: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    due: '2026-12-04T10:00:00.000Z',
  },
})

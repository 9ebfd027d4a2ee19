import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** A victim wrote to the unit that handles their case, and waits for an answer. */
export const VictimWrote = defineEvent('victims.victim-wrote', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    words: VaultRef,
    access: VaultRef.describe('the code of who wrote it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    words: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    access: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

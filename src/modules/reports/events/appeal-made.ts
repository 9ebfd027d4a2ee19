import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/**
 * Somebody whose phone is refused says that they did nothing wrong. Nobody is accused; a person looks within the hour. A stream of
 * its own: the case's victim reads theirs, and this is somebody else.
 */
export const AppealMade = defineEvent('reports.appeal-made', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({
    appeal: z.uuid(),
    case: CaseId.describe('what blocks the phone'),
    claim: VaultRef.describe('what they say of the phone, and how to reach them'),
    handset: VaultRef.describe('the phone’s numbers, of which each has 14 digits'),
    line: VaultRef.describe('the line that they use it with'),
  }),
  sample: {
    appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    claim: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    handset: 'v_CCCCCCCCCCCCCCCCCCCCCA',
    line: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

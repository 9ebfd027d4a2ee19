import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** Somebody whose phone is refused says that they did nothing wrong. Nobody is accused; a person looks within the hour. */
export const AppealMade = defineEvent('reports.appeal-made', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    appeal: VaultRef.describe('the phone’s numbers, what they say of it, and how to reach them'),
    line: VaultRef.describe('the line that they use it with'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    appeal: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    line: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { targets } from '../vocabulary.ts'

/** The victim says what was not on the phone at all, so that nobody need look after it: the whole list each time. */
export const TargetsAbsent = defineEvent('victims.targets-absent', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    targets: z.array(z.enum(targets)).max(targets.length),
    access: VaultRef.describe('the code of who said it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    targets: ['crypto', 'work'],
    access: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

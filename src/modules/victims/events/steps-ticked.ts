import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { steps } from '../vocabulary.ts'

/** The victim says which of the things that only they can do they have done: the whole list, so that a tick can be taken away. */
export const StepsTicked = defineEvent('victims.steps-ticked', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    steps: z.array(z.enum(steps)).max(steps.length),
    access: VaultRef.describe('the code of who ticked them'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    steps: ['find-apple', 'call-159'],
    access: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { feelingAnswers, feelingSteps } from '../vocabulary.ts'

/** A victim says whether they feel safe, and whether it mattered to us (B50): once at each step of their case. */
export const FeelingTold = defineEvent('victims.feeling-told', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    step: z.enum(feelingSteps),
    safe: z.enum(feelingAnswers),
    mattered: z.enum(feelingAnswers),
    access: VaultRef.describe('the code of who said it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    ...{ step: 'first-week', safe: 'no', mattered: 'yes' },
    access: 'v_AAAAAAAAAAAAAAAAAAAAAA',
  },
})

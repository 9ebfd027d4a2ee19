import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { FeelingTold } from '../events/feeling-told.ts'
import { feelingsOf, stepToAsk } from '../feelings.ts'
import { refusals } from '../refusals.ts'
import { feelingAnswers } from '../vocabulary.ts'

/** Keeps what a victim answers at this step of their case. Each step is answered once, so that the series counts people. */
export const tellFeeling = defineCommand('tell-feeling', {
  input: z.object({
    case: CaseId,
    safe: z.enum(feelingAnswers),
    mattered: z.enum(feelingAnswers),
    access: VaultRef,
  }),
  refusals: { 'no-case': refusals['no-case'], 'nothing-new': refusals['nothing-new'] },
  stream: (input) => `case/${input.case}`,
  state: feelingsOf,

  decide(said, known, { now }) {
    if (!known.reportedAt) return refuse('no-case')
    const step = stepToAsk(known, now)
    return step ? [FeelingTold.of({ ...said, step })] : refuse('nothing-new')
  },
})

import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { StepsTicked } from '../events/steps-ticked.ts'
import { stepsOfCase } from '../own-steps.ts'
import { refusals } from '../refusals.ts'
import { steps } from '../vocabulary.ts'

/** Keeps the victim's ticks. The same list again is no news. */
export const tickSteps = defineCommand('tick-steps', {
  input: z.object({ case: CaseId, steps: z.array(z.enum(steps)).max(steps.length), access: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'nothing-new': refusals['nothing-new'],
  },
  stream: (input) => `case/${input.case}`,
  state: stepsOfCase,

  decide(given, { reportedAt, ended, own }) {
    if (!reportedAt) return refuse('no-case')
    if (ended) return refuse('case-ended')
    const wanted = steps.filter((step) => given.steps.includes(step))
    if (wanted.join() === own.ticked.join()) return refuse('nothing-new')
    return [StepsTicked.of({ ...given, steps: wanted })]
  },
})

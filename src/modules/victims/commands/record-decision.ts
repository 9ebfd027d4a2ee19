import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { tellBy } from '../clocks.ts'
import { decisionKey, desk } from '../desk.ts'
import { DecisionRecorded } from '../events/decision-recorded.ts'
import { refusals } from '../refusals.ts'
import { decisions } from '../vocabulary.ts'

/** Records what police decided: the time by which the victim is told begins with it. */
export const recordDecision = defineCommand('record-decision', {
  input: z.object({
    case: CaseId,
    decision: z.enum(decisions),
    decidedAt: z.iso.datetime(),
    enhanced: z.boolean().default(false),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'decision-known': { status: 409, says: 'This decision is on the case already.' },
    'not-yet-decided': { status: 422, says: 'This decision lies in the future. Record it when it is made.' },
  },
  stream: (input) => `case/${input.case}`,
  state: desk,

  decide(made, { reported, end, decided }, { now }) {
    if (!reported) return refuse('no-case')
    if (end) return refuse('case-ended')
    if (made.decidedAt > now) return refuse('not-yet-decided')
    if (decided.has(decisionKey(made.decision, made.decidedAt))) return refuse('decision-known')
    return [DecisionRecorded.of({ ...made, due: tellBy(made.decidedAt, made.enhanced) })]
  },
})

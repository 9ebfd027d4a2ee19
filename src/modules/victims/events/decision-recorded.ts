import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { decisions } from '../vocabulary.ts'

/** Police decided something that the Victims' Code says a victim is told. */
export const DecisionRecorded = defineEvent('victims.decision-recorded', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    decision: z.enum(decisions),
    decidedAt: z.iso.datetime(),
    enhanced: z.boolean().describe('the victim has enhanced rights: one working day in place of five'),
    due: z.iso.datetime().describe('by when the victim is told'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    decision: 'charged',
    decidedAt: '2026-11-27T10:00:00.000Z',
    enhanced: false,
    due: '2026-12-04T10:00:00.000Z',
  },
})

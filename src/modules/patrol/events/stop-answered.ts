import { z } from 'zod'
import { defineEvent } from '#ledger'
import { PlanId, stopAnswers } from '../plan/planned-shift.ts'

/** An officer says that a stop of their tour is done, or why it is left out. What was done in truth, positions say. */
export const StopAnswered = defineEvent('patrol.stop-answered', {
  version: 1,
  stream: (d) => `shift-plan/${d.plan}`,
  data: z.object({ plan: PlanId, unit: z.int().min(1), stop: z.int().min(1), answer: z.enum(stopAnswers) }),
  sample: { plan: '3d2f0c11-52c7-4a43-8f8e-0a5d2a6a1b11', unit: 1, stop: 2, answer: 'call' },
})

import { z } from 'zod'
import { defineEvent } from '#ledger'
import { dismissReasons, FindingId, patternAnswers } from '../recorded-finding.ts'

/** An analyst has looked at a finding: it is worked on, or put aside and why. */
export const PatternAnswered = defineEvent('patrol.pattern-answered', {
  version: 1,
  stream: (d) => `pattern/${d.finding}`,
  data: z.object({
    finding: FindingId,
    answer: z.enum(patternAnswers),
    reason: z.enum(dismissReasons).optional().describe('of one that is dismissed'),
  }),
  sample: { finding: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', answer: 'dismissed', reason: 'event' },
})

import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { PatternAnswered } from '../events/pattern-answered.ts'
import { foundPattern } from '../found-pattern.ts'
import { dismissReasons, FindingId, patternAnswers } from '../recorded-finding.ts'

/** An analyst takes a finding on, or puts it aside and says why. */
export const answerPattern = defineCommand('answer-pattern', {
  input: z.object({ finding: FindingId, answer: z.enum(patternAnswers), reason: z.enum(dismissReasons).optional() }),
  refusals: {
    'no-pattern': { status: 404, says: 'There is no such finding.' },
    'pattern-answered': { status: 409, says: 'Somebody has answered this.' },
    'say-why': { status: 422, says: 'Say why you put it aside.' },
  },
  stream: (input) => `pattern/${input.finding}`,
  state: foundPattern,

  decide({ finding, answer, reason }, state) {
    if (state === 'not-found') return refuse('no-pattern')
    if (state === 'answered') return refuse('pattern-answered')
    if (answer === 'acknowledged') return [PatternAnswered.of({ finding, answer })]
    return reason ? [PatternAnswered.of({ finding, answer, reason })] : refuse('say-why')
  },
})

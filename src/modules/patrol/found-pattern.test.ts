import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { given } from '#ledger/testing'
import { answerPattern } from './commands/answer-pattern.ts'
import { recordPattern } from './commands/record-pattern.ts'
import { PatternFound } from './events/pattern-found.ts'
import { dismissReasons, patternAnswers } from './recorded-finding.ts'

const { sample } = PatternFound
const answer = fc.record(
  { answer: fc.constantFrom(...patternAnswers), reason: fc.constantFrom(...dismissReasons) },
  { requiredKeys: ['answer'] },
)

test('a finding is recorded once and answered once; who puts it aside says why', () => {
  fc.assert(
    fc.property(fc.array(fc.option(answer), { maxLength: 8 }), (steps) => {
      const history: NewEvent[] = []
      for (const step of steps) {
        const [found, answered] = [history.length > 0, history.length > 1]
        const decided = step
          ? given(answerPattern, history).when({ finding: sample.finding, ...step })
          : given(recordPattern, history).when(sample)
        const whySaid = step?.answer === 'acknowledged' || step?.reason !== undefined
        assert.equal(isRefusal(decided), step ? !found || answered || !whySaid : found)
        if (!isRefusal(decided)) history.push(...(decided as readonly NewEvent[]))
      }
    }),
  )
})

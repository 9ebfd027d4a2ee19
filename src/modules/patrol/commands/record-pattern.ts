import { defineCommand, refuse } from '#ledger'
import { PatternFound } from '../events/pattern-found.ts'
import { foundPattern } from '../found-pattern.ts'
import { RecordedFinding } from '../recorded-finding.ts'

/** Writes down what a look found. */
export const recordPattern = defineCommand('record-pattern', {
  input: RecordedFinding,
  refusals: { 'pattern-known': { status: 409, says: 'This finding is recorded.' } },
  stream: (input) => `pattern/${input.finding}`,
  begins: true,
  state: foundPattern,

  decide: (found, state) => (state === 'not-found' ? [PatternFound.of(found)] : refuse('pattern-known')),
})

import { fold } from '#ledger'
import { PatternAnswered } from './events/pattern-answered.ts'
import { PatternFound } from './events/pattern-found.ts'

/** How far a finding has come. */
export type FoundPattern = 'not-found' | 'open' | 'answered'

export const foundPattern = fold<FoundPattern>('not-found', (on) => [
  on(PatternFound, () => 'open'),
  on(PatternAnswered, () => 'answered'),
])

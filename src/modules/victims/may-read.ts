import type { Pass } from '#http'

/**
 * The pass, when it opens the case page: its browser was given a code or has shown one. Whoever only stopped a phone with
 * a card, or joined a case by a bare number, may stop and no more (principle 1).
 */
export const mayRead = (pass: Pass | undefined): Pass | undefined =>
  pass?.access !== undefined && !pass.joined ? pass : undefined

import type { Case } from './case.ts'

/** What a bank says of a customer who signed in to it. */
export const bankSays = ['gone', 'found', 'not-me'] as const
type Word = {
  readonly bank: string
  readonly says: (typeof bankSays)[number]
  /** The banks that the owner named before the theft. */
  readonly prepared: readonly string[]
}

/**
 * What a bank's word counts for. Of a line whose owner has never named it, it counts for nothing: else one bank's stolen key would
 * start, or stop for good, every phone in the country, and freeze accounts at the others. What was named in the case counts once
 * somebody has shown more than its number there. That the owner was not robbed a person hears, as of whoever contests a report; where
 * only a number was said, or somebody looked at who reported, nobody is called.
 */
export function bankWord({ standing, banks }: Pick<Case, 'standing' | 'banks'>, { bank, says, prepared }: Word) {
  const isProved = standing !== undefined && standing.level > 0
  if (prepared.includes(bank) || (isProved && banks.includes(bank))) return 'counts'
  return says !== 'gone' && isProved && standing.until !== undefined ? 'person' : 'nothing'
}

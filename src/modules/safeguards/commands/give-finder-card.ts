import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { enrolledLine } from '../enrolled-line.ts'
import { FinderCardGiven } from '../events/finder-card-given.ts'
import { refusals } from '../refusals.ts'

/** Gives a card for the lock screen to whoever has just shown that the number is theirs. */
export const giveFinderCard = defineCommand('give-finder-card', {
  input: z.object({ handset: HandsetId, line: VaultRef, card: VaultRef }),
  refusals,
  stream: (input) => `handset/${input.handset}`,
  keyed: ({ handset, line }) => ({ handset, line }),
  state: enrolledLine,

  decide: (given, { line }) => (line === given.line ? [FinderCardGiven.of(given)] : refuse('not-enrolled')),
})

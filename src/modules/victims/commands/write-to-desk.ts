import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { desk } from '../desk.ts'
import { VictimWrote } from '../events/victim-wrote.ts'
import { refusals } from '../refusals.ts'

/** So many may wait for one answer: a person reads them all, and nobody fills the queue by one code. */
const mostWaiting = 10

/** A victim writes to the unit of their case. */
export const writeToDesk = defineCommand('write-to-desk', {
  input: z.object({ case: CaseId, words: VaultRef, access: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'many-wait': { status: 429, says: 'You have written ten times and wait for an answer. We read them all.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...who }) => who,
  state: desk,

  decide(said, { reported, end, waiting }) {
    if (!reported) return refuse('no-case')
    if (end) return refuse('case-ended')
    return waiting.length < mostWaiting ? [VictimWrote.of(said)] : refuse('many-wait')
  },
})

import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { GoodFaithClaimed } from '../events/good-faith-claimed.ts'
import { refusals } from '../refusals.ts'

/** Takes a buyer's word, and calls a person. It lifts nothing; it stops that more is done until somebody has looked. */
export const claimGoodFaith = defineCommand('claim-good-faith', {
  input: z.object({ case: CaseId, claim: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: theftCase,

  decide(claimed, { standing, ended, conflicts }) {
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    const conflict = 'recent-sale'
    const found = conflicts.includes(conflict) ? [] : [ConflictFound.of({ case: claimed.case, conflict })]
    return [GoodFaithClaimed.of(claimed), ...found]
  },
})

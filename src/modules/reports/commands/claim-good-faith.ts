import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { GoodFaithClaimed } from '../events/good-faith-claimed.ts'
import { refusals } from '../refusals.ts'

/** So many are written down of one case: a real buyer is heard, and a script fills nobody's case. */
export const mostClaims = 5

const claims = fold(0, (on) => [on(GoodFaithClaimed, (claimed) => claimed + 1)])

/**
 * Takes a buyer's word, and calls a person. It lifts nothing; it stops that more is done until somebody has looked. What was
 * looked at and found to be nothing is not raised again.
 */
export const claimGoodFaith = defineCommand('claim-good-faith', {
  input: z.object({ case: CaseId, claim: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'case-lapsed': refusals['case-lapsed'],
    'claimed-often': { status: 409, says: 'Buyers have told us of this phone before. A person looks at it.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: folds(theftCase, claims, (theft, claimed) => ({ ...theft, claimed })),

  decide(claimed, { standing, ended, conflicts, settled, claimed: before }, { now }) {
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    if (hasLapsed(standing, now)) return refuse('case-lapsed')
    if (before >= mostClaims) return refuse('claimed-often')
    const conflict = 'recent-sale'
    const found = [...conflicts, ...settled].includes(conflict)
      ? []
      : [ConflictFound.of({ case: claimed.case, conflict })]
    return [GoodFaithClaimed.of(claimed), ...found]
  },
})

import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { theftCase } from '../case.ts'
import { IdentityAsked } from '../events/identity-asked.ts'
import { claimsFor, identityOwed, networkSearch } from '../network-search.ts'
import { refusals } from '../refusals.ts'
import { openOr } from '../situation.ts'

/** The line's own network is known: what the reporter said of themselves before that is asked there now. */
export const putClaims = defineCommand('put-claims', {
  input: z.object({ case: CaseId, network: Slug }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'nothing-to-ask': { status: 409, says: 'This network was asked all that there is to ask.' },
  },
  stream: (input) => `case/${input.case}`,
  state: folds(theftCase, networkSearch, (known, search) => ({ known, search })),

  decide({ case: theft, network }, { known, search }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    const waiting = claimsFor(search, network, now).filter(({ asked }) => asked.length === 0)
    if (open.line === undefined || waiting.length === 0) return refuse('nothing-to-ask')
    const claims = waiting.map(({ claim }) => claim)
    return {
      events: [IdentityAsked.of({ case: theft, network, claims })],
      owes: identityOwed(theft, open.line, network, waiting),
    }
  },
})

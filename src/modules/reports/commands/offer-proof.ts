import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { ProofOffered } from '../events/proof-offered.ts'
import { papersOf, waitingPapers } from '../papers.ts'
import { refusals } from '../refusals.ts'
import { papers } from '../vocabulary.ts'

/** So many may wait: a receipt, a box and a contract, and one that was blurred. */
const mostWaiting = 4
/** And so many in all: a script must not make a person look for ever. */
const mostPapers = 12

/** Takes a paper that shows whose the phone is. A person looks at it; until then it proves nothing. */
export const offerProof = defineCommand('offer-proof', {
  input: z.object({ case: CaseId, proof: z.uuid(), paper: z.enum(papers), document: VaultRef, access: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'papers-many': { status: 409, says: 'We have four papers of this case. A person looks at those first.' },
    'papers-all': {
      status: 409,
      says: 'A person has looked at twelve papers of this case. Show the next one to the police.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft, paper }) => ({ theft, paper }),
  state: folds(theftCase, papersOf, (theft, all) => ({ ...theft, papers: all })),

  decide(offered, { standing, ended, papers }) {
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    if (waitingPapers(papers).length >= mostWaiting) return refuse('papers-many')
    return papers.size < mostPapers ? [ProofOffered.of(offered)] : refuse('papers-all')
  },
})

import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { challengeBy } from '../clocks.ts'
import { desk } from '../desk.ts'
import { EndChallenged } from '../events/end-challenged.ts'
import { challengeUntil } from '../promise.ts'
import { refusals } from '../refusals.ts'

/** A victim asks that somebody looks again at why their case ended. */
export const challengeEnd = defineCommand('challenge-end', {
  input: z.object({ case: CaseId, words: VaultRef, access: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'not-closed': refusals['not-closed'],
    'challenged-already': { status: 409, says: 'You have asked already. Somebody is looking at it.' },
    'challenge-late': { status: 409, says: 'The time to ask is over. If you know something new, report it again.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...who }) => who,
  state: desk,

  decide(said, { reported, challengeFrom, challenge }, { now }) {
    if (!reported) return refuse('no-case')
    if (!challengeFrom) return refuse('not-closed')
    if (challenge) return refuse('challenged-already')
    if (now > challengeUntil(challengeFrom)) return refuse('challenge-late')
    return [EndChallenged.of({ ...said, due: challengeBy(now) })]
  },
})

import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { VaultRef } from '#platform/vault-ref'
import { AccessGiven } from '../events/access-given.ts'

/** Several people may need one: who reported, the owner, whom an officer helped. */
const mostGiven = 10

const given = fold({ reported: false, accesses: 0 }, (on) => [
  on(TheftReported, (state) => ({ ...state, reported: true })),
  on(AccessGiven, (state) => ({ ...state, accesses: state.accesses + 1 })),
])

/** Records that a code and a word for a case were given. */
export const giveAccessTo = defineCommand('give-access', {
  input: z.object({ case: CaseId, access: VaultRef }),
  refusals: {
    'no-case': { status: 404, says: 'There is no such case.' },
    'access-often': { status: 409, says: 'Many codes were given for this case. Use one of them, or ask the police.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ access: _, ...who }) => who,
  state: given,

  decide(access, { reported, accesses }) {
    if (!reported) return refuse('no-case')
    return accesses < mostGiven ? [AccessGiven.of(access)] : refuse('access-often')
  },
})

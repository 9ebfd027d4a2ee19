import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { refusals, theftCase } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { FinderWrote } from '../events/finder-wrote.ts'
import { finds } from '../vocabulary.ts'

/** So many reach one case: a finder is heard, and a thief who holds the card fills nobody's page. */
export const mostMessages = 10

const messages = fold(0, (on) => [on(FinderWrote, (before) => before + 1)])

/** Takes a finder's message to the case. It proves nothing and changes nothing else. */
export const writeAsFinder = defineCommand('write-as-finder', {
  input: z.object({
    case: CaseId,
    card: VaultRef,
    what: z.enum(finds),
    words: VaultRef.optional(),
    reply: VaultRef.optional(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'written-often': { status: 409, says: 'Ten messages have reached this case. No more are passed on.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft, what }) => ({ theft, what }),
  state: folds(theftCase, messages, (theft, before) => ({ ...theft, before })),

  decide(message, { standing, ended, before }, { now }) {
    if (!standing) return refuse('no-case')
    if (ended || hasLapsed(standing, now)) return refuse('case-ended')
    return before >= mostMessages ? refuse('written-often') : [FinderWrote.of(message)]
  },
})

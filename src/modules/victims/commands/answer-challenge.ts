import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { reopening, theftCase } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { desk } from '../desk.ts'
import { ChallengeAnswered } from '../events/challenge-answered.ts'
import { refusals } from '../refusals.ts'

/** Somebody else than who closed the case looked again. If it should not have ended, it is open again with the same append. */
export const answerChallenge = defineCommand('answer-challenge', {
  input: z.object({
    case: CaseId,
    stands: z.boolean(),
    words: VaultRef,
    by: z
      .string()
      .regex(/^[a-z]+(?::[A-Za-z0-9_.-]{1,80})?$/)
      .describe('who answers, as the ledger writes it'),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'not-closed': refusals['not-closed'],
    'stops-lifted': refusals['stops-lifted'],
    'no-challenge': { status: 409, says: 'Nobody waits for this. Somebody has answered it.' },
    'closed-by-you': { status: 403, says: 'You closed this case yourself, so somebody else looks again.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ words: _, ...answer }) => answer,
  state: folds(desk, theftCase, (waits, theft) => ({ waits, theft })),

  decide({ by, ...answer }, { waits: { challenge, end }, theft }, { now }) {
    if (!challenge) return refuse('no-challenge')
    if (end?.by === by) return refuse('closed-by-you')
    const answered = ChallengeAnswered.of({ ...answer, to: challenge.access })
    if (answer.stands) return [answered]
    const open = reopening({ case: answer.case, why: 'challenged' }, theft, now)
    return 'refused' in open ? open : [answered, open]
  },
})

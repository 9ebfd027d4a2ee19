import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { BuyerAnswered } from '../events/buyer-answered.ts'
import { GoodFaithClaimed } from '../events/good-faith-claimed.ts'
import { type BuyerOutcome, buyerOutcomes } from '../vocabulary.ts'

/** What each buyer was answered; undefined while they wait. */
const answers = fold<ReadonlyMap<VaultRef, BuyerOutcome | undefined>>(new Map(), (on) => [
  on(GoodFaithClaimed, (all, { claim }) => new Map([...all, [claim, undefined]])),
  on(BuyerAnswered, (all, { claim, outcome }) => new Map([...all, [claim, outcome]])),
])

/** Answers one buyer. It starts no phone: where it should start, the report is taken back first. */
export const answerBuyer = defineCommand('answer-buyer', {
  input: z.object({ case: CaseId, claim: VaultRef, outcome: z.enum(buyerOutcomes) }),
  refusals: {
    'no-claim': { status: 404, says: 'No buyer has told us so of this case.' },
    'buyer-answered': { status: 409, says: 'They have been answered so already.' },
  },
  stream: (input) => `case/${input.case}`,
  state: answers,

  decide(answer, all) {
    if (!all.has(answer.claim)) return refuse('no-claim')
    return all.get(answer.claim) === answer.outcome ? refuse('buyer-answered') : [BuyerAnswered.of(answer)]
  },
})

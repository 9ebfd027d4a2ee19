import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { buyerOutcomes } from '../vocabulary.ts'

/** Somebody who bought the phone in good faith has an answer: a person decided, or the case ended. It can be decided again. */
export const BuyerAnswered = defineEvent('reports.buyer-answered', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    claim: VaultRef.describe('what the buyer said'),
    outcome: z.enum(buyerOutcomes),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', claim: 'v_AAAAAAAAAAAAAAAAAAAAAA', outcome: 'stays' },
})

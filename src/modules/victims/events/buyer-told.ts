import { z } from 'zod'
import { defineEvent } from '#ledger'
import { buyerOutcomes } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'

/**
 * Somebody who bought a phone in good faith is told the answer. The message as a whole is in the vault. A stream of its own: the
 * case's victim reads theirs, and this is somebody else.
 */
export const BuyerTold = defineEvent('victims.buyer-told', {
  version: 1,
  stream: (d) => `claim/${d.claim}`,
  data: z.object({
    claim: VaultRef.describe('what the buyer said'),
    outcome: z.enum(buyerOutcomes),
    channel: z.enum(['text', 'email']),
    message: VaultRef,
  }),
  sample: {
    ...{ claim: 'v_AAAAAAAAAAAAAAAAAAAAAA', outcome: 'stays' },
    ...{ channel: 'email', message: 'v_BBBBBBBBBBBBBBBBBBBBBA' },
  },
})

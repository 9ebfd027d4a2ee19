import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'
import { ImeiClaimedAgain } from '../events/imei-claimed-again.ts'
import { reviewOf } from '../review.ts'

/** So many are written down of one phone: a script fills nobody's stream. */
export const mostClaims = 5

/** Notes that a number was refused to somebody because another phone has it. Each claimant once. */
export const noteClaim = defineCommand('note-claim', {
  input: z.object({
    handset: HandsetId,
    imeis: z.array(Imei).min(1).max(4),
    claimant: VaultRef,
    proved: z.boolean(),
  }),
  refusals: {
    'claim-known': { status: 409, says: 'This is known already.' },
  },
  stream: (input) => `handset/${input.handset}`,
  state: fold<readonly string[]>([], (on) => [on(ImeiClaimedAgain, (all, { claimant }) => [...all, claimant])]),

  decide: (claim, before, { now }) =>
    before.includes(claim.claimant) || before.length >= mostClaims
      ? refuse('claim-known')
      : [ImeiClaimedAgain.of({ ...claim, reviewBy: reviewOf(now) })],
})

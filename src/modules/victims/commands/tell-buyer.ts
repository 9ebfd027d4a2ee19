import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { type BuyerOutcome, buyerOutcomes } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { BuyerTold } from '../events/buyer-told.ts'

const newsMs = 3 * 24 * 3_600_000

/** Tells a buyer the answer, each once; a repeated one is not told again. */
export const tellBuyer = defineCommand('tell-buyer', {
  input: z.object({
    claim: VaultRef,
    outcome: z.enum(buyerOutcomes),
    channel: z.enum(['text', 'email']),
    message: VaultRef,
    gateway: Slug,
  }),
  refusals: { 'buyer-told': { status: 409, says: 'They were told this.' } },
  stream: (input) => `claim/${input.claim}`,
  keyed: ({ claim, outcome }) => ({ claim, outcome }),
  state: fold<BuyerOutcome | undefined>(undefined, (on) => [on(BuyerTold, (_, { outcome }) => outcome)]),

  decide({ gateway, ...told }, before, { now }) {
    if (before === told.outcome) return refuse('buyer-told')
    const { claim, channel, message } = told
    const target = `claim/${claim}/send-${channel}`
    const until = new Date(Date.parse(now) + newsMs).toISOString() // later it is old news
    const owed = { partners: [gateway], kind: `send-${channel}`, target, input: { message }, until }
    return { events: [BuyerTold.of(told)], owes: [owed] }
  },
})

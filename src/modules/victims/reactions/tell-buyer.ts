import { defineReaction } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import { BuyerAnswered } from '#modules/reports/events/buyer-answered'
import type { OpenCase } from '#modules/reports/public'
import { buyerMailOf, buyerTextOf } from '../buyer-message.ts'
import { claimantAddress } from '../claimant-address.ts'
import { tellBuyer as tell } from '../commands/tell-buyer.ts'
import { type GatewayTables, gatewaysOf } from '../gateways.ts'

/** A buyer in good faith has an answer: they are written to, as they were promised. */
export const tellBuyer = defineReaction<GatewayTables & OpenCase>('tell-buyer', (on) => [
  on(BuyerAnswered, async ({ claim, outcome }, _event, tools) => {
    const address = await claimantAddress(tools, 'tell-buyer', claim)
    const gateway = address && (await gatewaysOf(tools.db))[address.channel]
    if (!address || !gateway) return
    const { channel, to } = address
    const value = channel === 'text' ? { to, text: buyerTextOf(outcome) } : { to, ...buyerMailOf(outcome) }
    const reviewAt = reviewOn(kept.sentUpdate, tools.now())
    const { ref: message } = await tools.vault.put({ class: 'document', value, reviewAt })
    await tools.execute(tell, { claim, outcome, channel, message, gateway })
  }),
])

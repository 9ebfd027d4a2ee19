import { defineReaction, readStream, type Tools } from '#ledger'
import { kept } from '#lib/kept'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { AppealMade } from '#modules/reports/events/appeal-made'
import { queryable } from '#platform/database'
import { appealMailOf, appealTextOf } from '../appeal-message.ts'
import { claimantAddress } from '../claimant-address.ts'
import { tellAppellant as tell } from '../commands/tell-appellant.ts'
import { type GatewayTables, gatewaysOf } from '../gateways.ts'

const keptMs = kept.sentUpdate.ms

/** A person has decided about an appeal: whoever made it is written to, as they were promised. */
export const tellAppellant = defineReaction<GatewayTables>('tell-appellant', (on) => [
  on(AppealDecided, async ({ appeal, granted }, _event, tools) => {
    const address = await addressIn(tools, appeal)
    if (!address) return
    const { channel, to } = address
    const gateway = (await gatewaysOf(tools.db))[channel]
    if (!gateway) return
    const value = channel === 'text' ? { to, text: appealTextOf(granted) } : { to, ...appealMailOf(granted) }
    const reviewAt = new Date(tools.now().getTime() + keptMs)
    const { ref: message } = await tools.vault.put({ class: 'document', value, reviewAt })
    await tools.execute(tell, { appeal, granted, channel, message, gateway })
  }),
])

/** Where whoever appealed wants to be written to. */
async function addressIn(tools: Tools<GatewayTables>, appeal: string) {
  const events = await readStream(queryable(tools.db), `appeal/${appeal}`)
  const made = events.find(({ type }) => type === AppealMade.type)
  return made && claimantAddress(tools, 'tell-appellant', AppealMade.decode(made).claim)
}

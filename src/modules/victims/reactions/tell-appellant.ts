import { defineReaction, readStream, type Tools } from '#ledger'
import { kept } from '#lib/kept'
import { ListAppealDecided } from '#modules/blocklist/events/list-appeal-decided'
import { ListAppealMade } from '#modules/blocklist/events/list-appeal-made'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { AppealMade } from '#modules/reports/events/appeal-made'
import type { OpenCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import { appealMailOf, appealTextOf } from '../appeal-message.ts'
import { claimantAddress } from '../claimant-address.ts'
import { tellAppellant as tell } from '../commands/tell-appellant.ts'
import { type GatewayTables, gatewaysOf } from '../gateways.ts'

type AppellantTables = GatewayTables & OpenCase

const keptMs = kept.sentUpdate.ms

/** A person has decided about an appeal: whoever made it is written to, as they were promised. */
export const tellAppellant = defineReaction<AppellantTables>('tell-appellant', (on) => [
  on(AppealDecided, (decided, _event, tools) => tellOf(decided, tools)),
  on(ListAppealDecided, (decided, _event, tools) => tellOf(decided, tools)),
])

type Decided = { readonly appeal: string; readonly granted: boolean }

async function tellOf({ appeal, granted }: Decided, tools: Tools<AppellantTables>): Promise<void> {
  const address = await addressIn(tools, appeal)
  if (!address) return
  const { channel, to } = address
  const gateway = (await gatewaysOf(tools.db))[channel]
  if (!gateway) return
  const value = channel === 'text' ? { to, text: appealTextOf(granted) } : { to, ...appealMailOf(granted) }
  const reviewAt = new Date(tools.now().getTime() + keptMs)
  const { ref: message } = await tools.vault.put({ class: 'document', value, reviewAt })
  await tools.execute(tell, { appeal, granted, channel, message, gateway })
}

/** Where whoever appealed wants to be written to. */
async function addressIn(tools: Tools<AppellantTables>, appeal: string) {
  const events = await readStream(queryable(tools.db), `appeal/${appeal}`)
  for (const made of [AppealMade, ListAppealMade]) {
    const event = events.find(({ type }) => type === made.type)
    if (event) return claimantAddress(tools, 'tell-appellant', made.decode(event).claim)
  }
  return undefined
}

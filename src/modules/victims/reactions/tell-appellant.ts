import { z } from 'zod'
import { defineReaction, readStream, type Tools } from '#ledger'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { AppealMade } from '#modules/reports/events/appeal-made'
import { queryable } from '#platform/database'
import { appealMailOf, appealTextOf } from '../appeal-message.ts'
import { tellAppellant as tell } from '../commands/tell-appellant.ts'
import { type GatewayTables, gatewaysOf } from '../gateways.ts'
import { type Address, addressOf } from '../safe-contacts.ts'

const Claim = z.object({ contact: z.string() })
const keptMs = 28 * 86_400_000

/** A person has decided about an appeal: whoever made it is written to, as they were promised. */
export const tellAppellant = defineReaction<GatewayTables>('tell-appellant', (on) => [
  on(AppealDecided, async ({ appeal, granted }, _event, tools) => {
    const address = await addressIn(tools, appeal)
    // Where it is no address the person who decided has read it, and calls.
    if (!address || address.channel === 'push' || address.channel === 'letter') return
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
async function addressIn({ db, vault }: Tools<GatewayTables>, appeal: string): Promise<Address | undefined> {
  const events = await readStream(queryable(db), `appeal/${appeal}`)
  const made = events.find(({ type }) => type === AppealMade.type)
  if (!made) return undefined
  const { claim } = AppealMade.decode(made)
  const kept = (await vault.reveal('tell-appellant', 'respond-to-theft', [claim])).get(claim)
  const said = kept && !kept.erased ? Claim.safeParse(kept.value).data : undefined
  return said && addressOf(said.contact)
}

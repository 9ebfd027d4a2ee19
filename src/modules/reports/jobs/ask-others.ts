import { type Kysely, sql } from 'kysely'
import { defineJob } from '#ledger'
import { CaseId } from '#lib/ids'
import { asksWhose, type PartyTables, partiesOf } from '#modules/response/public'
import { askNetworks } from '../commands/ask-networks.ts'
import { NetworksAsked } from '../events/networks-asked.ts'

/** A network that is well answers within a second. One that is silent for so long may not have the line, and nobody knows when it is back. */
const silentForMs = 20_000
const atOnce = 200

/**
 * Asks the other networks whose number it is where the one that its beginning points to is silent (docs/adr/0034). They are told the number
 * and nothing else; who the reporter says they are goes to nobody before one has said that the line is its own.
 */
export const askOthers = defineJob<PartyTables>('ask-others', {
  everyMs: 5_000,
  async run({ db, execute, now }) {
    const silent = await silentSince(db as unknown as Kysely<never>, new Date(now().getTime() - silentForMs))
    if (silent.length === 0) return
    const { operators } = await partiesOf(db, undefined, { banks: [] })
    for (const { stream, partner } of silent) {
      const networks = operators.filter((one) => one !== partner)
      if (networks.length === 0) continue // there is nobody else, and so nothing to say
      await execute(askNetworks, { case: CaseId.parse(stream.replace('case/', '')), not: partner, networks }, stream)
    }
  },
})

/** Holds that a network has not answered since then, in cases whose search has not begun. */
async function silentSince(db: Kysely<never>, since: Date) {
  const { rows } = await sql<{ stream: string; partner: string }>`
    select a.stream, a.partner from partner p
      join lateral (
        select stream, version, partner from action
          where partner = p.slug and step = action_step(${asksWhose}) and state = 'owed' and kind = ${asksWhose}
          order by due limit ${atOnce}
      ) a on true
      join event e on e.stream = a.stream and e.version = a.version and e.at <= ${since.toISOString()}
      where a.stream like 'case/%'
        and not exists (select from event s where s.stream = a.stream and s.type = ${NetworksAsked.type})
        and not exists (
          select from action b where b.stream = a.stream and b.kind = ${asksWhose} and b.state = 'acknowledged'
        )
      limit ${atOnce}`.execute(db)
  return rows
}

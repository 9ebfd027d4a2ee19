import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, type RouteContext, seeOther } from '#http'
import { readStream } from '#ledger'
import { formatImei, ImeiKey } from '#lib/imei/imei'
import { readLine } from '#lib/line'
import {
  decideListAppeal,
  type ListAppealTable,
  listAppealOf,
  listAppealReasons,
  type RestrictionTables,
  restrictionsOf,
} from '#modules/blocklist/public'
import { sayNetworks } from '#modules/exhibits/public'
import { homeOfNumber, type NetworkTables } from '#modules/reports/public'
import type { PartyTables } from '#modules/response/public'
import { appellant } from '#modules/victims/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { listAppealWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

type Tables = ListAppealTable & RestrictionTables & PartyTables
type Context = RouteContext<Tables>

const says: Readonly<Record<string, string>> = {
  'no-network': 'We know no network of this number, so nobody can name its SIM. Ask for another number',
  'appeal-decided': 'Somebody has decided so already',
}

const Said = z.object({ line: z.string(), since: z.string(), contact: z.string() })

/** Somebody whose phone another register’s list or a rule refuses: what they say, and a person’s decision, which can be changed. */
export default definePage<Tables>()({
  url: '/staff/list-appeals/:appeal',
  title: 'Decide about a phone on somebody else’s list',
  template: 'staff/list-appeal.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ appeal: z.uuid() }),

  async load({ appeal }, context) {
    const found = await find(context, appeal, 'look')
    if (!found) return problem('not-found')
    const { row, said, keys } = found
    const restrictions = await restrictionsOf(context.db as never, keys, context.now())
    return {
      ...{ row, said: said ?? false, by: row.keepers.join(' and ') },
      numbers: keys.map(formatImei).join(' and '),
      stands: sayNetworks(restrictions) || 'Nothing stops it any more.',
      lost: appellant.run(await readStream(queryable(context.db), `appeal/${appeal}`)).open,
      because: row.reason ? listAppealWords[row.reason] : '',
      reasons: listAppealReasons.map((value) => ({ value, text: listAppealWords[value] })),
    }
  },

  form: z.object({
    granted: z.enum(['yes', 'no'], 'Choose whether this SIM may use the phone'),
    reason: z.enum(listAppealReasons, 'Choose why'),
  }),

  async act({ appeal, granted, reason }, context) {
    const found = await find(context, appeal, 'change')
    if (!found?.said) return problem('not-found')
    const db = context.db as unknown as Kysely<NetworkTables & PartyTables>
    const number = readLine(found.said.line)
    const [known] = number ? await context.vault.find('number', number) : []
    const home = await homeOfNumber(db, number, known?.ref)
    const decided = { appeal, granted: granted === 'yes', reason, home }
    const outcome = await context.execute(decideListAppeal, decided)
    if (outcome.ok) return seeOther('/staff/conflicts')
    return { errors: [{ field: 'granted', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})

/** The appeal, if it is for the caller’s organisation, its look written down. Without `said` it was erased. */
async function find({ audit, db, now, reach, tenant, vault }: Context, appeal: string, act: 'look' | 'change') {
  const owner = reach === 'all' ? undefined : tenant
  const row = await listAppealOf(db as unknown as Kysely<ListAppealTable>, owner, appeal, now())
  if (!row) return undefined
  await audit(act, `appeal/${appeal}`, row.owner)
  const [claim, handset] = [row.claim as VaultRef, row.handset as VaultRef]
  const told = await vault.reveal(act, [claim, handset])
  const read = (ref: VaultRef) => {
    const kept = told.get(ref)
    return kept && 'value' in kept ? kept.value : undefined
  }
  return { row, said: Said.safeParse(read(claim)).data, keys: z.array(ImeiKey).catch([]).parse(read(handset)) }
}

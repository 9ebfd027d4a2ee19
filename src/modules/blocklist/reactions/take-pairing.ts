import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineReaction, type EventDefinition, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import { ImeiKey, imeiOf } from '#lib/imei/imei'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { AppealMade } from '#modules/reports/events/appeal-made'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import type { VaultRef } from '#platform/vault-ref'
import { pairListedSim } from '../commands/pair-listed-sim.ts'
import { pairSim } from '../commands/pair-sim.ts'
import { spareSims } from '../commands/spare-sims.ts'
import { ListAppealDecided } from '../events/list-appeal-decided.ts'
import { ListAppealMade } from '../events/list-appeal-made.ts'

type Tables = { event: { stream: string; version: number; type: string; type_version: number; data: unknown } }

const Asked = z.array(ImeiKey)
const Answer = z.object({
  sims: z.array(z.object({ imeiKey: ImeiKey, mark: z.string() })).default([]),
  keyCheck: z.string().optional(),
})

/**
 * An operator has named the SIM of an appeal that was granted, or, with its receipt for a block, those that it heard in another phone
 * under that number: from now on they may use it.
 */
export const takePairing = defineReaction<Tables>('take-pairing', (on) => [
  on(ActionAcknowledged, async ({ kind, owedBy, partner, answer }, _event, { db, execute, vault }) => {
    if (answer && kind === 'block-handset') await spare({ owedBy, partner, answer }, { execute, vault })
    if (kind !== 'pair-handset' || !answer) return
    const granted = (await ofReport(db, owedBy)) ?? (await ofList(db, owedBy))
    if (!granted) return // a person has changed their mind meanwhile
    const { sims, keyCheck } = await told(vault, answer, granted.handset)
    if (sims.length === 0) return
    const pair = { appeal: granted.appeal, operator: partner, sims, keyCheck }
    if (granted.case) await execute(pairSim, { ...pair, case: granted.case })
    else await execute(pairListedSim, pair)
  }),
])

type Granted = { readonly appeal: string; readonly handset: VaultRef; readonly case?: CaseId }

type Blocked = { readonly owedBy: string; readonly partner: string; readonly answer: VaultRef }

async function spare({ owedBy, partner, answer }: Blocked, { execute, vault }: Pick<Tools, 'execute' | 'vault'>) {
  const theft = CaseId.safeParse(owedBy.replace(/^case\//, '')).data
  const kept = (await vault.reveal('read-answer', 'block-handset', [answer])).get(answer)
  const { sims, keyCheck } = Answer.parse(kept && !kept.erased ? kept.value : {})
  if (!theft || sims.length === 0) return
  const named = sims.slice(0, 4).map(({ imeiKey, mark }) => ({ imei: imeiOf(imeiKey), mark }))
  await execute(spareSims, { case: theft, operator: partner, sims: named, keyCheck }, answer)
}

async function ofReport(db: Kysely<Tables>, stream: string): Promise<Granted | undefined> {
  const decided = await last(db, stream, AppealDecided)
  const made = await last(db, stream, AppealMade)
  return made && decided?.granted ? { ...made, case: CaseId.parse(decided.case) } : undefined
}

async function ofList(db: Kysely<Tables>, stream: string): Promise<Granted | undefined> {
  const decided = await last(db, stream, ListAppealDecided)
  return decided?.granted ? last(db, stream, ListAppealMade) : undefined
}

async function last<Data>(db: Kysely<Tables>, stream: string, event: EventDefinition<Data>) {
  const row = await db
    .selectFrom('event')
    .select(['type', 'type_version as typeVersion', 'data'])
    .where('stream', '=', stream)
    .where('type', '=', event.type)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && event.decode(row)
}

/** What the operator told of the handset that it was asked about. */
async function told(vault: Tools['vault'], answer: VaultRef, handset: VaultRef) {
  const found = await vault.reveal('read-answer', 'block-handset', [answer, handset])
  const read = (ref: VaultRef) => {
    const kept = found.get(ref)
    return kept && !kept.erased ? kept.value : undefined
  }
  const { sims, keyCheck } = Answer.parse(read(answer) ?? {})
  const asked = Asked.parse(read(handset) ?? [])
  const known = new Map(sims.filter(({ imeiKey }) => asked.includes(imeiKey)).map((sim) => [sim.imeiKey, sim]))
  const named = [...known.values()].slice(0, 4).map(({ imeiKey, mark }) => ({ imei: imeiOf(imeiKey), mark }))
  return { sims: named, keyCheck }
}

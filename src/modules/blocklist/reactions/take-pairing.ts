import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineReaction, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import { ImeiKey, imeiOf } from '#lib/imei/imei'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import type { VaultRef } from '#platform/vault-ref'
import { pairSim } from '../commands/pair-sim.ts'

type Tables = { event: { stream: string; version: number; type: string; data: unknown } }

const Answer = z.object({ sims: z.array(z.object({ imeiKey: ImeiKey, mark: z.string() })).default([]) })
const Decided = AppealDecided.schema

/** An operator has named the SIM of an appeal that was granted: from now on that SIM may use the phone. */
export const takePairing = defineReaction<Tables>('take-pairing', (on) => [
  on(ActionAcknowledged, async ({ kind, owedBy, partner, answer }, _event, { db, execute, vault }) => {
    if (kind !== 'pair-handset' || !answer) return
    const decided = await lastDecision(db, owedBy)
    const sims = await simsIn(vault, answer)
    if (!decided?.granted || sims.length === 0) return // a person has changed their mind meanwhile
    const { case: theft, appeal } = decided
    await execute(pairSim, { case: CaseId.parse(theft), appeal, operator: partner, sims })
  }),
])

async function lastDecision(db: Kysely<Tables>, stream: string) {
  const row = await db
    .selectFrom('event')
    .select('data')
    .where('stream', '=', stream)
    .where('type', '=', AppealDecided.type)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && Decided.parse(row.data)
}

async function simsIn(vault: Tools['vault'], answer: VaultRef) {
  const kept = (await vault.reveal('read-answer', 'block-handset', [answer])).get(answer)
  const { sims } = Answer.parse(kept && !kept.erased ? kept.value : {})
  return sims.slice(0, 4).map(({ imeiKey, mark }) => ({ imei: imeiOf(imeiKey), mark }))
}

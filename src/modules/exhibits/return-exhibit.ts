import type { Kysely } from 'kysely'
import { type Execute, type Problem, refusal } from '#http'
import { imeiOf } from '#lib/imei/imei'
import { approveReturn } from './commands/approve-return.ts'
import { returnHandset } from './commands/return-handset.ts'
import { lookUp } from './look-up.ts'
import type { MatchTables } from './match/facts.ts'
import type { Crime, ExhibitId, OwnershipProof } from './vocabulary.ts'

export type ReturnTables = MatchTables & { action: { stream: string; kind: string; state: string } }

export type Handing = { readonly exhibit: ExhibitId; readonly case: string; readonly proof: OwnershipProof }

/**
 * Gives a handset back. Three must agree, each asked at this moment: the case's own stream (`approve-return`), everything
 * that names the handset's numbers (`lookUp`), and the exhibit's own stream (`return-handset`). Undefined when it is done.
 */
export async function returnExhibit(
  { db, execute }: { readonly db: Kysely<ReturnTables>; readonly execute: Execute },
  handing: Handing,
): Promise<Problem | undefined> {
  const approved = await execute(approveReturn, { ...handing, crime: await crimeOf(db, handing.case) })
  if (!approved.ok) return refusal(approveReturn, approved.refused)
  const outcome = await execute(returnHandset, { ...handing, owners: await ownersOf(db, handing.exhibit) })
  return outcome.ok ? undefined : refusal(returnHandset, outcome.refused)
}

/** How the force that was asked for a crime reference has answered. */
async function crimeOf(db: Kysely<ReturnTables>, theft: string): Promise<Crime> {
  const rows = await db
    .selectFrom('action')
    .select('state')
    .where('stream', '=', `case/${theft}`)
    .where('kind', '=', 'record-crime')
    .execute()
  if (rows.length === 0) return 'none'
  if (rows.some(({ state }) => state === 'acknowledged')) return 'recorded'
  return rows.some(({ state }) => state === 'owed') ? 'asked' : 'refused'
}

/** The case whose handset this is; none when anything speaks for more than one. */
async function ownersOf(db: Kysely<ReturnTables>, exhibit: string): Promise<string[]> {
  const row = await db.selectFrom('exhibit').select('imei_keys').where('exhibit', '=', exhibit).executeTakeFirst()
  if (!row) return []
  const verdict = await lookUp(db as unknown as Kysely<MatchTables>, row.imei_keys.map(imeiOf), exhibit)
  return verdict.state === 'matched' && verdict.case ? [verdict.case] : []
}

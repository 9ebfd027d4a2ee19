import type { Kysely } from 'kysely'
import { type Execute, type Problem, refusal } from '#http'
import { approveReturn } from './commands/approve-return.ts'
import { returnHandset } from './commands/return-handset.ts'
import { factsOf, type MatchTables } from './match/facts.ts'
import { caseIn, judge, soldWith } from './match/judge.ts'
import type { ExhibitTable } from './views/exhibit.ts'
import type { Crime, ExhibitId, OwnershipProof } from './vocabulary.ts'

export type ReturnTables = MatchTables & { action: { stream: string; kind: string; state: string } }

export type Handing = { readonly exhibit: ExhibitId; readonly case: string; readonly proof: OwnershipProof }

/**
 * Gives a handset back. Three must agree, each asked at this moment: the case's own stream (`approve-return`), everything
 * that names the handset's numbers (`judge`), and the exhibit's own stream (`return-handset`). What stands elsewhere is looked
 * up first: what is approved is on the owner's page, so nothing is approved that cannot go. Undefined when it is done.
 */
export async function returnExhibit(
  { db, execute }: { readonly db: Kysely<ReturnTables>; readonly execute: Execute },
  handing: Handing,
): Promise<Problem | undefined> {
  const row = await db.selectFrom('exhibit').selectAll().where('exhibit', '=', handing.exhibit).executeTakeFirst()
  if (!row) return refusal(returnHandset, 'no-exhibit')
  if (row.returned_at !== null) return refusal(returnHandset, 'already-returned')
  const { owners, numbers } = await ownersOf(db, row)
  const looked = { known: row.case_id ?? undefined, crime: await crimeOf(db, handing.case), owners, numbers }
  const approved = await execute(approveReturn, { ...handing, ...looked })
  if (!approved.ok) return refusal(approveReturn, approved.refused)
  const outcome = await execute(returnHandset, { ...handing, owners })
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

/**
 * The case whose handset this is; none when anything speaks for more than one. One that only its owner's typing ties to it
 * counts too: a person has looked by then, and `approve-return` asks it for a document. `numbers`: the handset's own, and those
 * that a shop sold in one phone with them.
 */
async function ownersOf(db: Kysely<ReturnTables>, { exhibit, imei_keys: keys }: ExhibitTable['exhibit']) {
  const facts = await factsOf(db as unknown as Kysely<MatchTables>, keys)
  const owner = caseIn(judge(keys, facts, exhibit))
  return { owners: owner === undefined ? [] : [owner], numbers: soldWith(keys, facts) }
}

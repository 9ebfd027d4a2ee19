import type { Kysely } from 'kysely'
import type { VaultRef } from '../vault-ref.ts'
import type { VaultClass, VaultTables } from './tables.ts'

/** How many records of a class wait for someone to decide whether they are still needed, and since when. */
export type DueClass = { class: VaultClass; records: number; oldest: string }

const due = (db: Kysely<VaultTables>, at: Date) =>
  db.selectFrom('vault_record').where('sealed', 'is not', null).where('review_at', '<=', at.toISOString())

/** Counts of what is due for review, a class. No content and nobody's name. */
export async function dueForReview(db: Kysely<VaultTables>, at: Date): Promise<DueClass[]> {
  const rows = await due(db, at)
    .select((eb) => ['class', eb.fn.countAll().as('records'), eb.fn.min('review_at').as('oldest')])
    .groupBy('class')
    .orderBy('class')
    .execute()
  return rows.map(({ records, ...row }) => ({ ...row, records: Number(records) }))
}

/** The references that are due, the longest waiting first. */
export async function dueRefs(db: Kysely<VaultTables>, at: Date, limit: number): Promise<VaultRef[]> {
  const rows = await due(db, at).select('ref').orderBy('review_at').orderBy('ref').limit(limit).execute()
  return rows.map((row) => row.ref)
}

import type { Kysely } from 'kysely'
import type { VaultTables } from './tables.ts'
import type { TombstoneLog } from './tombstones.ts'

/** What an erasure did. `done: false` when the subject was erased before; `records` counts what can no longer be read. */
export type Erasure = { subject: string; done: boolean; records: number }

/** Runs in the transaction of each erasure: where the ledger records that it happened. */
export type OnErased = (trx: Kysely<VaultTables>, erasure: Erasure & { why: string }) => Promise<void>

/** Destroys the key of a subject, what was sealed under it and its blind index. Its rows and references remain, empty. */
export async function eraseRows(trx: Kysely<VaultTables>, subject: string, at: Date): Promise<Erasure> {
  const erased = await trx
    .updateTable('vault_subject')
    .set({ wrapped_key: null, erased_at: at })
    .where('subject', '=', subject)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (erased.numUpdatedRows === 0n) return { subject, done: false, records: 0 }
  await trx.deleteFrom('vault_index').where('subject', '=', subject).execute()
  const emptied = await trx
    .updateTable('vault_record')
    .set({ nonce: null, sealed: null })
    .where('subject', '=', subject)
    .executeTakeFirst()
  return { subject, done: true, records: Number(emptied.numUpdatedRows) }
}

/** Does again every erasure that the tombstone log records and this database has not done: after a restore, or a fault
 * between the log and the commit. Run it before anything is served. `unreadable` lines need a person. */
export async function replayErasures(
  db: Kysely<VaultTables>,
  log: TombstoneLog,
  onErased?: OnErased,
): Promise<{ erased: number; unreadable: number[] }> {
  const { tombstones, unreadable } = await log.read()
  const firsts = new Map(tombstones.toReversed().map((tombstone) => [tombstone.subject, tombstone]))
  const keyed = await stillKeyed(db, [...firsts.keys()])
  const owed = [...firsts.values()].filter(({ subject }) => keyed.has(subject))
  for (const { subject, at, why } of owed)
    await db.transaction().execute(async (trx) => {
      const erasure = await eraseRows(trx, subject, new Date(at))
      if (erasure.done) await onErased?.(trx, { ...erasure, why }) // else another process was first
    })
  return { erased: owed.length, unreadable }
}

async function stillKeyed(db: Kysely<VaultTables>, subjects: string[]): Promise<Set<string>> {
  const keyed = new Set<string>()
  for (let from = 0; from < subjects.length; from += 1000) {
    const rows = await db
      .selectFrom('vault_subject')
      .select('subject')
      .where('erased_at', 'is', null)
      .where('subject', 'in', subjects.slice(from, from + 1000))
      .execute()
    for (const row of rows) keyed.add(row.subject)
  }
  return keyed
}

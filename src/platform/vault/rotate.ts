import { type Kysely, sql } from 'kysely'
import { INDEX_KEY } from './index-key.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { keksInUse } from './start-check.ts'
import type { VaultTables } from './tables.ts'

/** `held` are subjects that other transactions kept locked throughout: run it again. */
export type Rotation = { rewrapped: number; held: number }

/** Re-wraps every subject's key, and the index key, under the current key-encryption key, in small batches while serving.
 * It may be stopped and run again at any time; no record is touched. `onProgress` gets subjects done and to do. */
export async function rotateKeys(
  db: Kysely<VaultTables>,
  keys: KeyEncryption,
  { batch = 200, onProgress }: { batch?: number; onProgress?: (done: number, of: number) => void } = {},
): Promise<Rotation> {
  await rewrapIndexKey(db, keys)
  let rewrapped = 0
  for (let idle = 0; idle < 50; ) {
    const older = (await keksInUse(db)).filter(({ kek }) => kek !== keys.current)
    const left = older.reduce((sum, { subjects }) => sum + subjects, 0)
    onProgress?.(rewrapped, rewrapped + left)
    if (left === 0) break
    const before = rewrapped
    for (const { kek } of older) {
      for (let done = batch; done === batch; rewrapped += done) {
        onProgress?.(rewrapped, Math.max(rewrapped, before + left))
        done = await db.transaction().execute((trx) => rewrapBatch(trx, keys, kek, batch))
      }
    }
    if (rewrapped === before) idle += await pause(100) // others hold them locked
  }
  return { rewrapped, held: await heldBack(db, keys) }
}

const heldBack = async (db: Kysely<VaultTables>, keys: KeyEncryption): Promise<number> =>
  (await keksInUse(db)).reduce((sum, { kek, subjects }) => sum + (kek === keys.current ? 0 : subjects), 0)

async function rewrapBatch(trx: Kysely<VaultTables>, keys: KeyEncryption, kek: string, batch: number): Promise<number> {
  const rows = await trx
    .selectFrom('vault_subject')
    .select(['subject', 'kek', 'wrapped_key'])
    .where('erased_at', 'is', null)
    .where('kek', '=', kek)
    .limit(batch)
    .forUpdate()
    .skipLocked()
    .execute()
  const rewrapped = await Promise.all(rows.map((row) => rewrap(keys, row)))
  if (rewrapped.length > 0) await writeKeys(trx, rewrapped)
  return rewrapped.length
}

async function rewrap(keys: KeyEncryption, row: { subject: string; kek: string; wrapped_key: Buffer | null }) {
  if (!row.wrapped_key) throw new Error(`subject ${row.subject} has no key and is not marked as erased`)
  const key = await keys.unwrap(row.kek, row.wrapped_key, row.subject)
  return { subject: row.subject, ...(await keys.wrap(key, row.subject)) }
}

const writeKeys = (trx: Kysely<VaultTables>, rows: { subject: string; kek: string; wrapped: Buffer }[]) =>
  sql`update vault_subject s set kek = n.kek, wrapped_key = n.wrapped
      from unnest(${rows.map((row) => row.subject)}::uuid[], ${rows.map((row) => row.kek)}::text[],
                  ${rows.map((row) => row.wrapped)}::bytea[]) as n(subject, kek, wrapped)
      where s.subject = n.subject`.execute(trx)

async function rewrapIndexKey(db: Kysely<VaultTables>, keys: KeyEncryption): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('vault_index_key').selectAll().forUpdate().executeTakeFirst()
    if (!row || row.kek === keys.current) return
    const { kek, wrapped } = await keys.wrap(await keys.unwrap(row.kek, row.wrapped_key, INDEX_KEY), INDEX_KEY)
    await trx.updateTable('vault_index_key').set({ kek, wrapped_key: wrapped }).execute()
  })
}

const pause = (ms: number): Promise<1> => new Promise((done) => setTimeout(done, ms, 1))

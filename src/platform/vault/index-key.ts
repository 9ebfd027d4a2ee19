import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { KeyEncryption } from './key-encryption.ts'
import type { VaultClass, VaultTables } from './tables.ts'

/** What the index key is bound to when it is wrapped, in the place of a subject. */
export const INDEX_KEY = 'index-key'

/** The key of the blind index, made on the first start. Call it outside the transactions of callers: it must be committed. */
export async function indexKey(db: Kysely<VaultTables>, keys: KeyEncryption): Promise<KeyObject> {
  const stored = await storedKey(db)
  if (stored) return createSecretKey(await keys.unwrap(stored.kek, stored.wrapped_key, INDEX_KEY))
  const { kek, wrapped } = await keys.wrap(randomBytes(32), INDEX_KEY)
  await db
    .insertInto('vault_index_key')
    .values({ kek, wrapped_key: wrapped })
    .onConflict((c) => c.doNothing())
    .execute()
  return indexKey(db, keys)
}

const storedKey = (db: Kysely<VaultTables>) =>
  db.selectFrom('vault_index_key').select(['kek', 'wrapped_key']).executeTakeFirst()

/** The blind form of a value that its caller has normalised. One value in two classes gives two unlike forms. */
export const blind = (key: KeyObject, kind: VaultClass, value: string): Buffer =>
  createHmac('sha256', key).update(`${kind}\0${value}`).digest()

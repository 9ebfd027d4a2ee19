import type { Kysely } from 'kysely'
import { INDEX_KEY } from './index-key.ts'
import type { KeyEncryption } from './key-encryption.ts'
import type { VaultTables } from './tables.ts'

/** Tries each key-encryption key in use on one real key that it wrapped, so that a missing one, and a wrong one under the
 * right id, stop the start and not the first victim's page. */
export async function checkKeys(db: Kysely<VaultTables>, keys: KeyEncryption): Promise<void> {
  const index = await db.selectFrom('vault_index_key').select(['kek', 'wrapped_key']).executeTakeFirst()
  const wrapped = index ? [{ ...index, aad: INDEX_KEY }] : []
  const faults: unknown[] = []
  const lost: string[] = []
  for (const { kek, subjects, sample } of await keksInUse(db)) {
    const tried = await opens(keys, { kek, wrapped_key: sample.wrapped_key, aad: sample.subject })
    if (tried) faults.push(tried)
    if (tried) lost.push(`${kek} (${subjects} ${subjects === 1 ? 'subject' : 'subjects'})`)
  }
  for (const key of wrapped) {
    const tried = await opens(keys, key)
    if (tried) faults.push(tried)
    if (tried && !lost.some((text) => text.startsWith(`${key.kek} (`))) lost.push(`${key.kek} (the index key)`)
  }
  if (lost.length === 0) return
  throw new Error(
    `the vault cannot be opened: key-encryption keys still in use are missing from the configuration or differ from it: ${lost.join(', ')}. Add them to RINGBACK_KEK, or put your copy of the file vault-kek back.`,
    { cause: new AggregateError(faults) },
  )
}

/** The key-encryption keys in use, how many subjects each holds, and one of them. */
export async function keksInUse(db: Kysely<VaultTables>) {
  const counts = await db
    .selectFrom('vault_subject')
    .select((eb) => ['kek', eb.fn.countAll().as('subjects')])
    .where('erased_at', 'is', null)
    .groupBy('kek')
    .orderBy('kek')
    .execute()
  const inUse = []
  for (const { kek, subjects } of counts) {
    const sample = await sampleOf(db, kek)
    if (sample?.wrapped_key)
      inUse.push({ kek, subjects: Number(subjects), sample: { ...sample, wrapped_key: sample.wrapped_key } })
  }
  return inUse
}

const sampleOf = (db: Kysely<VaultTables>, kek: string) =>
  db
    .selectFrom('vault_subject')
    .select(['subject', 'wrapped_key'])
    .where('erased_at', 'is', null)
    .where('kek', '=', kek)
    .limit(1)
    .executeTakeFirst()

async function opens(
  keys: KeyEncryption,
  { kek, wrapped_key, aad }: { kek: string; wrapped_key: Buffer; aad: string },
) {
  return keys.unwrap(kek, wrapped_key, aad).then(
    () => undefined,
    (fault: unknown) => fault,
  )
}

import { refuseUnfinishedRestore } from '../backup/restore-state.ts'
import type { Database } from '../database.ts'
import { replayErasures } from './erase.ts'
import { keksFor } from './kek-file.ts'
import { localKeyEncryption } from './key-encryption.ts'
import type { VaultTables } from './tables.ts'
import { tombstonesIn } from './tombstones.ts'
import { openVault, type Vault, type VaultParts } from './vault.ts'

type Parts = Omit<VaultParts, 'keys' | 'tombstones'> & { warn: (says: string) => void }

/** What every process does before it touches personal data: refuses a database whose restore did not finish, opens the
 * vault with the configured keys or the one of the data folder, and does the erasures that are written down and not done. */
export async function startVault(
  database: Database<VaultTables>,
  config: { kek: string | undefined; dataDir: string },
  { warn, ...parts }: Parts,
): Promise<Vault> {
  await refuseUnfinishedRestore(database.pool)
  const { keks, advice } = keksFor(config)
  if (advice) warn(advice)
  const tombstones = tombstonesIn(config.dataDir)
  const vault = await openVault(database.kysely, { ...parts, keys: localKeyEncryption(keks), tombstones })
  const { unreadable } = await replayErasures(database.kysely, tombstones, parts.onErased)
  if (unreadable.length > 0)
    warn(
      `${tombstones.path}: line ${unreadable.join(', ')} cannot be read. Find out who was being erased, and erase them.`,
    )
  return vault
}

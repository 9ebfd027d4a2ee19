import type { Kysely } from 'kysely'
import { auditVaultLook, type VaultAccess } from '#http'
import type { Config } from '#platform/config'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import { keksFor } from '#platform/vault/kek-file'
import { localKeyEncryption } from '#platform/vault/key-encryption'
import type { VaultTables } from '#platform/vault/tables'
import { tombstonesIn } from '#platform/vault/tombstones'
import { openVault } from '#platform/vault/vault'

type Needs = { config: Config; writes: Database; log: Log; clock: () => Date }

/** The vault with the keys of this installation; its looks go to the audit. */
export const openVaultOf = async ({ config, writes, log, clock: now }: Needs): Promise<VaultAccess> => {
  const db = writes.kysely as unknown as Kysely<VaultTables>
  const { keks, advice } = keksFor(config)
  if (advice) log.warn({}, advice)
  const tombstones = tombstonesIn(config.dataDir)
  const vault = await openVault(db, { keys: localKeyEncryption(keks), tombstones, audit: auditVaultLook, now })
  return { vault, writes: db }
}

import type { Kysely } from 'kysely'
import type { Config } from '#platform/config'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import { startVault } from '#platform/vault/start-vault'
import type { VaultTables } from '#platform/vault/tables'
import { auditVaultLook, type VaultAccess } from './vault-in-route.ts'

type Needs = { config: Config; writes: Database; log: Log; clock: () => Date }

/** The vault with the keys of this installation; its looks go to the audit. */
export const openVaultOf = async ({ config, writes, log, clock: now }: Needs): Promise<VaultAccess> => {
  const database = writes as unknown as Database<VaultTables>
  const vault = await startVault(database, config, { audit: auditVaultLook, now, warn: (says) => log.warn({}, says) })
  return { vault, writes: database.kysely as Kysely<VaultTables> }
}

import type { Kysely } from 'kysely'
import { type ToKeep, toKeep } from '#ledger'
import type { Kept, NewRecord, Standing } from '#platform/vault/put'
import type { AuditLook, Revealed } from '#platform/vault/reveal'
import type { VaultClass, VaultTables } from '#platform/vault/tables'
import type { Vault } from '#platform/vault/vault'
import type { VaultRef } from '#platform/vault-ref'
import type { AuditTables } from './audit.ts'

/** The vault, and a pool of its own to write by: what is put is on disk no later than the event that refers to it (ADR 0033). */
export type VaultAccess = {
  vault: Pick<Vault, 'put' | 'seal' | 'putOnce' | 'reveal' | 'revealEach' | 'find' | 'blind' | 'erase'>
  writes: Kysely<VaultTables>
}

/** The vault as a handler sees it. Its looks are written down for the caller's purpose, one row a record. */
export type VaultInRoute = {
  put: (record: NewRecord) => Promise<Kept>
  /** A record that is kept by `keep`: give that to `execute`, so that it and the fact which refers to it are one transaction. */
  seal: (record: Omit<NewRecord, 'subject'>) => Promise<ToKeep>
  /** One value, one reference: the same number always has the same. */
  putOnce: (record: NewRecord & { findBy: [string] }) => Promise<Standing>
  /** On a personal route only: elsewhere it throws, for there is no transaction to audit in. */
  reveal: (act: string, refs: readonly VaultRef[]) => Promise<Map<VaultRef, Revealed>>
  find: (kind: VaultClass, value: string) => Promise<Kept[]>
  /** The blind form of a value, for counting tries of it without keeping it. */
  blind: (kind: VaultClass, value: string) => string
}

type Look = { actor: string; tenant: string; purpose: string; request: string }

/**
 * Binds the vault to one call. Without a vault every use is a fault that says so. `beforeLook` sends what was written down
 * before, so that the rows stand in the order of the looks.
 */
export const vaultInRoute = (
  db: Kysely<unknown>,
  access: VaultAccess | undefined,
  look: Look,
  beforeLook: () => void,
): VaultInRoute => {
  const on = db as unknown as Kysely<VaultTables>
  const opened = () => {
    if (!access) throw new Error('This server was built without a vault: give buildApp one.')
    return access
  }
  return {
    put: (record) => {
      const { vault, writes } = opened()
      return putAlone(writes, record, vault.put)
    },
    seal: async (record) => toKeep(await opened().vault.seal(record)),
    putOnce: (record) => {
      const { vault, writes } = opened()
      return writes.transaction().execute((trx) => vault.putOnce(trx, record))
    },
    reveal: async (act, refs) => {
      beforeLook()
      return opened().vault.reveal(on, refs, { ...look, act })
    },
    find: async (kind, value) => opened().vault.find(on, kind, value),
    blind: (kind, value) => opened().vault.blind(kind, value),
  }
}

type Put = (db: Kysely<VaultTables>, record: NewRecord) => Promise<Kept>

/** Of a new subject a record is one statement: to begin and to commit would be two round trips more on the way of each report. */
export const putAlone = (db: Kysely<VaultTables>, record: NewRecord, put: Put): Promise<Kept> =>
  record.subject === undefined ? put(db, record) : db.transaction().execute((trx) => put(trx, record))

/** Writes the vault's looks into the audit. Give it to `openVault`. */
export const auditVaultLook: AuditLook = async (trx, looks) => {
  const rows = looks.map(({ ref, class: kind, subject: _, ...look }) => ({
    ...look,
    ...{ record: `vault-${kind}`, subject: ref, owner: look.tenant },
  }))
  await (trx as unknown as Kysely<AuditTables>).insertInto('audit').values(rows).execute()
}

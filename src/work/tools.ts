import type { Kysely } from 'kysely'
import { type Ledger, type Tools, toKeep } from '#ledger'
import type { ToolsFor } from '#ledger/react'
import type { Database } from '#platform/database'
import type { VaultTables } from '#platform/vault/tables'
import type { Vault } from '#platform/vault/vault'

type Parts = {
  readonly database: Database
  readonly ledger: Ledger
  readonly vault: Pick<Vault, 'put' | 'seal' | 'putOnce' | 'reveal' | 'find' | 'erase'>
  readonly now: () => Date
}

/** The tools of one reaction or job for one occasion. Commands are keyed by the occasion, looks are audited under its name. */
export const toolsFor =
  ({ database, ledger, vault, now }: Parts): ToolsFor =>
  (name, occasion, tenant): Tools<never> => {
    const db = database.kysely as unknown as Kysely<VaultTables>
    const actor = `system:${name}`
    // A job's occasion comes again and again: only what an event brings about is keyed by it.
    const keyOf = (part: string) => (occasion.startsWith('event/') || part ? `${name}/${occasion}/${part}` : undefined)
    return {
      db: database.kysely as unknown as Kysely<never>,
      now,
      execute: async (command, input, part = '', also = []) => {
        const key = keyOf(part)
        const outcome = await ledger.execute(
          command,
          input,
          { actor, tenant, cause: occasion, ...(key && { key }) },
          also,
        )
        // Nothing was decided. Thrown, so that no handler takes it for a no: the occasion comes again.
        if (!outcome.ok && outcome.refused === 'busy') throw new Error(`${command.name} found its stream busy.`)
        return outcome
      },
      vault: {
        put: (record) => db.transaction().execute((trx) => vault.put(trx, record)),
        seal: async (record) => toKeep(await vault.seal(record)),
        putOnce: (record) => db.transaction().execute((trx) => vault.putOnce(trx, record)),
        find: (kind, value) => vault.find(db, kind, value),
        erase: async (ref, why) => {
          const row = await db.selectFrom('vault_record').select('subject').where('ref', '=', ref).executeTakeFirst()
          if (row) await db.transaction().execute((trx) => vault.erase(trx, row.subject, why))
        },
        reveal: (act, purpose, refs) =>
          db
            .transaction()
            .execute((trx) => vault.reveal(trx, refs, { actor, tenant, purpose, act, request: occasion })),
      },
    }
  }

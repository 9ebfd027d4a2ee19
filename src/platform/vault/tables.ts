import type { ColumnType, Generated } from 'kysely'
import type { VaultRef } from '../vault-ref.ts'

type Instant = ColumnType<string, Date | string, Date | string> // read as ISO text, UTC
type MaybeInstant = ColumnType<string | null, Date | string | null, Date | string | null>

/** The vault's tables (db/migrations/0004-vault.sql). */
export type VaultTables = {
  vault_subject: {
    subject: string
    kek: string
    wrapped_key: Buffer | null
    created_at: Instant
    erased_at: MaybeInstant
  }
  vault_record: {
    ref: VaultRef
    subject: string
    class: VaultClass
    nonce: Buffer | null
    sealed: Buffer | null
    review_at: Instant
    created_at: Instant
  }
  vault_index: { class: VaultClass; mac: Buffer; ref: VaultRef; subject: string }
  vault_index_key: { singleton: Generated<boolean>; kek: string; wrapped_key: Buffer }
}

/** What sort of personal data a record holds. Shown in review lists, so it must never be personal itself. */
export const vaultClasses = [
  'name',
  'contact', // e-mail or postal address
  'number', // MSISDN, IMSI, ICCID, EID, account number
  'place',
  'free-text',
  'document',
  'image',
  'identity', // what a staff or partner sign-in says of a person
] as const
export type VaultClass = (typeof vaultClasses)[number]

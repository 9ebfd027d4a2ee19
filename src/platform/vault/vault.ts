import type { Kysely } from 'kysely'
import type { VaultRef } from '../vault-ref.ts'
import { type Erasure, eraseRows, type OnErased } from './erase.ts'
import { blind, indexKey } from './index-key.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { type Kept, type NewRecord, putRecord, putUnlessFound, type Sealed, type Standing, sealRecord } from './put.ts'
import { type Asked, type AuditLook, type Look, type Revealed, revealRecords } from './reveal.ts'
import { type DueClass, dueForReview, dueRefs } from './review.ts'
import { checkKeys } from './start-check.ts'
import type { VaultClass, VaultTables } from './tables.ts'
import type { TombstoneLog } from './tombstones.ts'

type Trx = Kysely<VaultTables>

export type VaultParts = {
  keys: KeyEncryption
  tombstones: TombstoneLog
  audit: AuditLook
  now: () => Date
  onErased?: OnErased
}

/** Personal data by reference. Every call takes the transaction of its caller: data, event and audit commit together. */
export type Vault = {
  put(trx: Trx, record: NewRecord): Promise<Kept>
  /** Seals a record of a new subject without keeping it: its statement does, in whatever transaction it is given to. */
  seal(record: Omit<NewRecord, 'subject'>): Promise<Sealed>
  /** The record of this class that is found by `findBy[0]`, or this one put now: one value, one reference, also when two ask at once. */
  putOnce(trx: Trx, record: NewRecord & { findBy: [string] }): Promise<Standing>
  /** The only way to read. Writes an audit row for each record, or reveals nothing. */
  reveal(trx: Trx, refs: readonly VaultRef[], look: Look): Promise<Map<VaultRef, Revealed>>
  /** Several looks at once, each as if by itself: all are revealed, or none. */
  revealEach(trx: Trx, asked: readonly Asked[]): Promise<Map<VaultRef, Revealed>[]>
  /** References of records put with this value in `findBy`. It tells that the value is known: audit the question. */
  find(trx: Trx, kind: VaultClass, value: string): Promise<Kept[]>
  /** What `find` looks for, as text: counts tries of a value without keeping it. */
  blind(kind: VaultClass, value: string): string
  /** Cannot be taken back: the tombstone is on the disk before this returns, and a rolled back transaction is redone at
   * the next start. `why` is a code such as `owner-asked` or `retention-ended`. */
  erase(trx: Trx, subject: string, why: string): Promise<Erasure>
  /** Someone decided to keep these records; they come up again at `reviewAt`. */
  keep(trx: Trx, refs: readonly VaultRef[], reviewAt: Date): Promise<void>
  due(trx: Trx, at: Date): Promise<DueClass[]>
  dueRefs(trx: Trx, at: Date, limit: number): Promise<VaultRef[]>
}

/** Opens the vault of a database, or throws and says which key-encryption key is missing for how many subjects. */
export async function openVault(db: Kysely<VaultTables>, parts: VaultParts): Promise<Vault> {
  const { keys, now } = parts
  await checkKeys(db, keys)
  const index = await indexKey(db, keys)
  return {
    put: (trx, record) => putRecord(trx, { keys, indexKey: index, now }, record),
    seal: (record) => sealRecord({ keys, indexKey: index, now }, record),
    putOnce: (trx, record) => putUnlessFound(trx, { keys, indexKey: index, now }, record),
    reveal: async (trx, refs, look) => (await revealRecords(trx, parts, [{ refs, look }]))[0] ?? new Map(),
    revealEach: (trx, asked) => revealRecords(trx, parts, asked),
    find: (trx, kind, value) => found(trx, kind, blind(index, kind, value)),
    blind: (kind, value) => blind(index, kind, value).toString('base64url'),
    erase: (trx, subject, why) => erase(trx, parts, subject, why),
    keep: async (trx, refs, reviewAt) => {
      if (refs.length === 0) return
      await trx.updateTable('vault_record').set({ review_at: reviewAt }).where('ref', 'in', refs).execute()
    },
    due: dueForReview,
    dueRefs,
  }
}

const found = (trx: Trx, kind: VaultClass, mac: Buffer): Promise<Kept[]> =>
  trx
    .selectFrom('vault_index')
    .select(['ref', 'subject'])
    .where('class', '=', kind)
    .where('mac', '=', mac)
    .orderBy('ref')
    .execute()

// First the tombstone, then the commit: a crash between them leaves an erasure to redo, never one that a restore forgets.
async function erase(trx: Trx, parts: VaultParts, subject: string, why: string): Promise<Erasure> {
  const row = await trx
    .selectFrom('vault_subject')
    .select('erased_at')
    .where('subject', '=', subject)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Error(`the vault has no subject ${subject}: nothing was erased`)
  if (row.erased_at) return { subject, done: false, records: 0 }
  const at = parts.now()
  await parts.tombstones.append({ subject, at: at.toISOString(), why })
  const erasure = await eraseRows(trx, subject, at)
  await parts.onErased?.(trx, { ...erasure, why })
  return erasure
}

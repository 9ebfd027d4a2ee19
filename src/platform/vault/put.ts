import { randomBytes, randomUUID } from 'node:crypto'
import type { Insertable, Kysely } from 'kysely'
import { z } from 'zod'
import { VaultRef } from '../vault-ref.ts'
import { blind } from './index-key.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { boundTo, sealBox } from './sealed-box.ts'
import { type VaultClass, type VaultTables, vaultClasses } from './tables.ts'

/** One piece of personal data to keep. Without `subject` a new one is made. `findBy` are normalised values (an E.164
 * number, a lower-case address) by which `find` shall meet this record; `reviewAt` is when someone must decide to keep it. */
export type NewRecord = { subject?: string; class: VaultClass; value: unknown; reviewAt: Date; findBy?: string[] }

/** Where it went. Only `ref` may stand in events, views, actions, logs and URLs. */
export type Kept = { ref: VaultRef; subject: string }

export type PutParts = { keys: KeyEncryption; indexKey: Buffer; now: () => Date }

// Faults must not repeat what was put, so nothing of the input gets into these messages.
const Subject = z.uuid()
const misuse = (what: string) => new TypeError(`vault.put: ${what}`)

/** Seals one value under the key of its subject. One statement when the subject is new, as it mostly is. */
export async function putRecord(trx: Kysely<VaultTables>, parts: PutParts, record: NewRecord): Promise<Kept> {
  const plain = checked(record)
  const { subject, key, row } = record.subject ? await keyOf(trx, parts, record.subject) : await newSubject(parts)
  const ref = VaultRef.parse(`v_${randomBytes(16).toString('base64url')}`)
  const box = sealBox(key, plain, recordAad(ref, subject, record.class))
  const about = { ref, subject, class: record.class }
  const kept = { ...about, ...box, review_at: record.reviewAt, created_at: parts.now() }
  const macs = [...new Set(record.findBy)].map((value) => blind(parts.indexKey, record.class, value))
  const index = macs.map((mac) => ({ ...about, mac }))
  await insert(trx, row, kept, index)
  return { ref, subject }
}

type Rows<Table extends keyof VaultTables> = Insertable<VaultTables[Table]>

async function insert(
  trx: Kysely<VaultTables>,
  subject: Rows<'vault_subject'> | undefined,
  record: Rows<'vault_record'>,
  index: readonly Rows<'vault_index'>[],
): Promise<void> {
  const first = subject ? trx.with('owner', (db) => db.insertInto('vault_subject').values(subject)) : trx
  if (index.length === 0) await first.insertInto('vault_record').values(record).execute()
  else
    await first
      .with('kept', (db) => db.insertInto('vault_record').values(record))
      .insertInto('vault_index')
      .values(index)
      .execute()
}

/** What a record's seal is bound to: a row moved to another reference, subject or class no longer opens. */
export const recordAad = (ref: VaultRef, subject: string, kind: VaultClass) => boundTo('record', ref, subject, kind)

function checked(record: NewRecord): Buffer {
  if (!vaultClasses.includes(record.class)) throw misuse(`the class must be one of ${vaultClasses.join(', ')}`)
  if (Number.isNaN(record.reviewAt.getTime())) throw misuse('reviewAt is not a date')
  if (record.subject !== undefined && !Subject.safeParse(record.subject).success) throw misuse('subject is not a UUID')
  return Buffer.from(jsonOf(record.value))
}

function jsonOf(value: unknown): string {
  let json: string | undefined
  try {
    json = JSON.stringify(value)
  } catch {
    // no cause: the words of JSON.stringify name properties of the value
  }
  if (json === undefined) throw misuse('the value is not JSON')
  return json
}

async function newSubject({ keys, now }: PutParts) {
  const subject = randomUUID()
  const key = randomBytes(32)
  const { kek, wrapped } = await keys.wrap(key, subject)
  return { subject, key, row: { subject, kek, wrapped_key: wrapped, created_at: now(), erased_at: null } }
}

// The lock makes an erasure wait until this record is in, so that it empties this one too.
async function keyOf(trx: Kysely<VaultTables>, { keys }: PutParts, subject: string) {
  const row = await trx
    .selectFrom('vault_subject')
    .select(['kek', 'wrapped_key'])
    .where('subject', '=', subject)
    .forShare()
    .executeTakeFirst()
  if (!row) throw misuse(`there is no subject ${subject}: leave it out to make one`)
  if (!row.wrapped_key) throw misuse(`subject ${subject} was erased: put this under a new subject`)
  return { subject, key: await keys.unwrap(row.kek, row.wrapped_key, subject), row: undefined }
}

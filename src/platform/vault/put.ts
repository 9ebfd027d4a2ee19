import { type KeyObject, randomUUID } from 'node:crypto'
import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import { freshBytes } from '#lib/fresh-bytes'
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

/** A record that is sealed and nowhere yet: its statement keeps it, in the transaction of whatever refers to it. */
export type Sealed = Kept & { readonly text: string; readonly values: readonly unknown[] }

/** A record that stands under its value; `isNew`: nobody had put this value before. */
export type Standing = Kept & { readonly isNew: boolean }

export type PutParts = { keys: KeyEncryption; indexKey: KeyObject; now: () => Date }

// Faults must not repeat what was put, so nothing of the input gets into these messages.
const Subject = z.uuid()
const misuse = (what: string) => new TypeError(`vault.put: ${what}`)

/** Seals one value under the key of its subject. One statement when the subject is new, as it mostly is. */
export async function putRecord(trx: Kysely<VaultTables>, parts: PutParts, record: NewRecord): Promise<Kept> {
  const { ref, subject, text, values } = await sealWith(parts, record, (id) => keyOf(trx, parts, id))
  await trx.executeQuery(CompiledQuery.raw(text, [...values]))
  return { ref, subject }
}

/** Seals one value of a new subject, and says by which statement it is kept. */
export const sealRecord = (parts: PutParts, record: Omit<NewRecord, 'subject'>): Promise<Sealed> =>
  sealWith(parts, record, () => {
    throw misuse('a record of a known subject is put, not sealed by itself')
  })

async function sealWith(
  parts: PutParts,
  record: NewRecord,
  keyOfKnown: (subject: string) => Promise<Owner>,
): Promise<Sealed> {
  const plain = checked(record)
  const owned = record.subject ? await keyOfKnown(record.subject) : await newSubject(parts)
  const { ref, subject, values } = sealedUnder(owned, parts, record, plain)
  const macs = [...new Set(record.findBy)].map((value) => blind(parts.indexKey, record.class, value))
  return { ref, subject, text: insertRecord, values: [...values, macs] }
}

type Owner = Awaited<ReturnType<typeof newSubject>> | Awaited<ReturnType<typeof keyOf>>

/** Ready to be kept, under the key of its subject: what the statements below are given. */
function sealedUnder({ subject, key, row }: Owner, parts: PutParts, record: NewRecord, plain: Buffer) {
  const ref = VaultRef.parse(`v_${freshBytes(16).toString('base64url')}`)
  const { nonce, sealed } = sealBox(key, plain, recordAad(ref, subject, record.class))
  const kept = [record.class, ref, nonce, sealed, record.reviewAt, parts.now()]
  return { ref, subject, values: [subject, row?.kek, row?.wrapped_key, ...kept] }
}

// A subject without a key here is kept already. Written out, since building them cost more than sending them.
const owner = `
  insert into vault_subject (subject, kek, wrapped_key, created_at)
  select subject, $2::text, $3::bytea, $9::timestamptz from fresh where $2::text is not null`

const record = `
  insert into vault_record (ref, subject, class, nonce, sealed, review_at, created_at)
  select $5::text, subject, $4::text, $6::bytea, $7::bytea, $8::timestamptz, $9::timestamptz from fresh
  returning ref, subject, class`

const insertRecord = `
with fresh as (select $1::uuid as subject), owner as (${owner}), kept as (${record})
insert into vault_index (ref, subject, class, mac)
select ref, subject, class, mac from kept cross join unnest($10::bytea[]) as mac`

/**
 * Puts a value unless one of its class is found by the same `findBy`, and tells which stands. Whoever comes second
 * waits for the first to commit, and then finds what it put. One statement (migration 0067).
 */
export async function putUnlessFound(
  trx: Kysely<VaultTables>,
  parts: PutParts,
  record: NewRecord & { findBy: [string] },
): Promise<Standing> {
  const plain = checked(record)
  const mac = blind(parts.indexKey, record.class, record.findBy[0])
  const owned = record.subject ? await keyOf(trx, parts, record.subject) : await newSubject(parts)
  const { ref, values } = sealedUnder(owned, parts, record, plain)
  const given = [...values, mac, mac.readBigInt64BE(0)]
  const [standing] = (await trx.executeQuery<Kept>(CompiledQuery.raw(putOnce, given))).rows
  if (!standing) throw new Error('a record was put and is not found: the vault was changed by something else')
  return { ...standing, isNew: standing.ref === ref }
}

const putOnce = 'select ref, subject from put_once($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)'

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
  const key = freshBytes(32)
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

import type { Kysely } from 'kysely'
import { VaultRef } from '../vault-ref.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { recordAad } from './put.ts'
import { openBox } from './sealed-box.ts'
import type { VaultClass, VaultTables } from './tables.ts'

/** Who looks at personal data, for which organisation and purpose, by which act, in which request. All are required. */
export type Look = { actor: string; tenant: string; purpose: string; act: string; request: string }

/** One row of the audit: this record of this subject was looked at. */
export type LookRow = Look & { ref: VaultRef; class: VaultClass; subject: string }

/** Writes audit rows in the caller's transaction, or throws and thereby refuses the looks. */
export type AuditLook = (trx: Kysely<VaultTables>, rows: readonly LookRow[]) => Promise<void>

/** Records that somebody wants to look at. */
export type Asked = { readonly refs: readonly VaultRef[]; readonly look: Look }

/** What a reference stands for now. */
export type Revealed = { erased: false; class: VaultClass; subject: string; value: unknown } | { erased: true }

type Row = { ref: VaultRef; subject: string; class: VaultClass; nonce: Buffer | null; sealed: Buffer | null } & {
  kek: string
  wrapped_key: Buffer | null
}

/** Opens records after the looks are written down. Let nothing leave the process before the transaction commits. */
export async function revealRecords(
  trx: Kysely<VaultTables>,
  { keys, audit }: { keys: KeyEncryption; audit: AuditLook },
  asked: readonly Asked[],
): Promise<Map<VaultRef, Revealed>[]> {
  for (const { look } of asked) checkLook(trx, look)
  const wanted = asked.flatMap(({ refs }) => refs)
  const rows = new Map((await rowsOf(trx, wanted)).map((row) => [row.ref, row]))
  const mine = asked.map(({ refs }) => [...new Set(refs)].flatMap((ref) => rows.get(ref) ?? []))
  const looks = asked.flatMap(({ look }, at) =>
    (mine[at] ?? []).map(({ ref, class: kind, subject }) => ({ ...look, ref, class: kind, subject })),
  )
  if (looks.length > 0) await audit(trx, looks)
  const subjectKeys = await keysOf(keys, [...rows.values()])
  return mine.map((own) => new Map(own.map((row) => [row.ref, opened(row, subjectKeys.get(row.subject))])))
}

function checkLook(trx: Kysely<VaultTables>, look: Look): void {
  const missing = (['actor', 'tenant', 'purpose', 'act', 'request'] as const).filter((field) => !look[field]?.trim())
  if (missing.length > 0)
    throw new TypeError(`a look at personal data needs its ${missing.join(', ')}: nothing revealed`)
  if (!trx.isTransaction)
    throw new TypeError('a look at personal data needs a transaction, so that its audit row commits with what it does')
}

async function rowsOf(trx: Kysely<VaultTables>, refs: readonly VaultRef[]): Promise<Row[]> {
  const wanted = [...new Set(refs)]
  if (!wanted.every((ref) => VaultRef.safeParse(ref).success))
    throw new TypeError('vault.reveal takes vault references only (v_ and 22 characters)')
  const rows = wanted.length === 0 ? [] : await select(trx, wanted)
  const found = new Set(rows.map((row) => row.ref))
  const absent = wanted.filter((ref) => !found.has(ref))
  if (absent.length > 0)
    throw new Error(`the vault has no record ${absent.join(', ')}: check that ledger and vault are of one database`)
  return rows
}

const select = (trx: Kysely<VaultTables>, refs: VaultRef[]): Promise<Row[]> =>
  trx
    .selectFrom('vault_record as r')
    .innerJoin('vault_subject as s', 's.subject', 'r.subject')
    .select(['r.ref', 'r.subject', 'r.class', 'r.nonce', 'r.sealed', 's.kek', 's.wrapped_key'])
    .where('r.ref', 'in', refs)
    .execute()

async function keysOf(keys: KeyEncryption, rows: Row[]): Promise<Map<string, Buffer>> {
  const subjects = new Map(rows.map((row) => [row.subject, row]))
  const open = await Promise.all(
    [...subjects.values()].map(async ({ subject, kek, wrapped_key }) =>
      wrapped_key ? ([[subject, await keys.unwrap(kek, wrapped_key, subject)]] as const) : [],
    ),
  )
  return new Map(open.flat())
}

function opened({ ref, subject, class: kind, nonce, sealed }: Row, key: Buffer | undefined): Revealed {
  if (!key || !nonce || !sealed) return { erased: true }
  let plain: Buffer
  try {
    plain = openBox(key, { nonce, sealed }, recordAad(ref, subject, kind))
  } catch (cause) {
    throw new Error(`vault record ${ref} does not open: its row was changed or moved. Restore it from a backup.`, {
      cause,
    })
  }
  return { erased: false, class: kind, subject, value: JSON.parse(plain.toString()) }
}

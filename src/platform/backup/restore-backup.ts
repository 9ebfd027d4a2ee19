import { Client } from 'pg'
import { openDatabase } from '../database.ts'
import { type Migration, migrate, readMigrations } from '../migrate.ts'
import { type OnErased, replayErasures } from '../vault/erase.ts'
import type { VaultTables } from '../vault/tables.ts'
import type { TombstoneLog } from '../vault/tombstones.ts'
import { BackupDamaged, type BackupHeader } from './format.ts'
import { loadRows } from './load-rows.ts'
import { type OpenBackup, openBackup } from './read-backup.ts'
import { beginRestore, finishRestore, tablesInUse } from './restore-state.ts'

export type RestoreOptions = {
  file: string
  ownerUrl: string
  serverUrl: string
  tombstones: TombstoneLog
  now: () => Date
  migrations?: readonly Migration[]
  /** SQL in the loading transaction, such as giving claimed actions back to the queue. */
  afterLoad?: readonly string[]
  /** Judges the restored ledger before anything may be served from it; throws when it does not hold. */
  verify?: (ownerUrl: string) => Promise<void>
  onErased?: OnErased
  onBytes?: (bytes: number) => void
  onStep?: (step: 'migrate' | 'load' | 'erase' | 'verify') => void
}

/** What a restore did. `unreadable` are lines of the tombstone log that a person has to look at. */
export type Restored = { at: string; rows: number; erased: number; unreadable: number[] }

/** Puts a backup into an empty database: all of it or nothing. Erasures recorded since are done again, and only then may
 * the database be served. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, ownerUrl, serverUrl, migrations = readMigrations(), onStep } = options
  const backup = await openOrExplain(file)
  const client = new Client({ connectionString: ownerUrl, application_name: 'ringback restore' })
  client.on('error', () => {}) // the running query reports it
  try {
    const then = migrationsOf(backup.header, migrations)
    await client.connect()
    await refuseUsed(client, migrations)
    onStep?.('migrate')
    await remakeLaterForm(client, then, migrations)
    await migrate({ ownerUrl, serverUrl, migrations: then })
    await beginRestore(client, options.now())
    onStep?.('load')
    const rows = await loadAll(client, backup, options)
    await migrate({ ownerUrl, serverUrl, migrations })
    onStep?.('erase')
    const replayed = await eraseAgain(options)
    onStep?.('verify')
    await options.verify?.(ownerUrl)
    await finishRestore(client, options.now())
    return { at: backup.header.at, rows, ...replayed }
  } finally {
    await backup.close()
    await client.end().catch(() => {})
  }
}

async function loadAll(client: Client, backup: OpenBackup, { file, afterLoad = [], onBytes }: RestoreOptions) {
  await client.query('begin')
  try {
    await client.query(
      `set local timezone = 'UTC'; set local intervalstyle = 'iso_8601'; set local statement_timeout = 0`,
    )
    const rows = await loadRows(client, backup, onBytes)
    for (const sql of afterLoad) await client.query(sql)
    await client.query('commit')
    return rows
  } catch (fault) {
    await client.query('rollback').catch(() => {})
    throw explained(file, fault)
  }
}

const openOrExplain = (file: string) =>
  openBackup(file).catch((fault: unknown) => {
    throw explained(file, fault)
  })

// What PostgreSQL says of a row that it refuses may repeat the row, so only its code is passed on.
function explained(file: string, cause: unknown): unknown {
  if (cause instanceof BackupDamaged)
    return new Error(`${file} cannot be restored: ${cause.message}. Nothing was loaded; take another backup file.`, {
      cause,
    })
  const { code, table, constraint } = cause as { code?: string; table?: string; constraint?: string }
  if (!/^(22|23)...$/.test(code ?? '')) return cause
  const where = [table, constraint].filter(Boolean).join(', ') || 'a row'
  return new Error(
    `${file} cannot be restored: PostgreSQL refuses ${where} (${code}), so the file was altered. Nothing was loaded.`,
  )
}

// The migrations that the backup was made with, as this program has them.
function migrationsOf({ migrations: then }: BackupHeader, ours: readonly Migration[]): Migration[] {
  return then.map(({ name, hash }) => {
    const mine = ours.find((migration) => migration.name === name)
    if (!mine)
      throw new Error(`The backup is from a newer Ringback: this one lacks the migration ${name}. Update it first.`)
    if (mine.hash !== hash)
      throw new Error(`The migration ${name} is another one here than where the backup was made: use that program.`)
    return mine
  })
}

const named = (pattern: RegExp, migrations: readonly Migration[]) =>
  migrations.flatMap(({ sql }) => [...sql.matchAll(pattern)].map(([, name]) => name ?? ''))

async function refuseUsed(client: Client, migrations: readonly Migration[]): Promise<void> {
  const seeded = new Set(named(/^insert into (\w+)/gim, migrations))
  const inUse = await tablesInUse(client, seeded)
  if (inUse.length > 0)
    throw new Error(
      `This database is not empty (${inUse.slice(0, 3).join(', ')} hold rows): a restore goes into an empty one only. Make a new database.`,
    )
}

// Migrations go forward only. An empty database that is already past the backup's form is made anew, then led forward.
async function remakeLaterForm(client: Client, then: readonly Migration[], migrations: readonly Migration[]) {
  const { rows: known } = await client.query(`select to_regclass('public.migration') is not null as known`)
  if (!known[0]?.known) return
  const { rows } = await client.query<{ name: string }>('select name from migration')
  if (rows.every(({ name }) => then.some((migration) => migration.name === name))) return
  const drops = ['public', ...named(/^create schema (\w+)/gim, migrations)].map(
    (schema) => `drop schema if exists ${schema} cascade;`,
  )
  await client.query(`begin; ${drops.join(' ')} create schema public; grant usage on schema public to public; commit`)
}

async function eraseAgain({ ownerUrl, tombstones, onErased }: RestoreOptions) {
  const db = openDatabase<VaultTables>(ownerUrl, { max: 1, applicationName: 'ringback restore' })
  try {
    return await replayErasures(db.kysely, tombstones, onErased)
  } finally {
    await db.close()
  }
}

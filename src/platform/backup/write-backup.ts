import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client } from 'pg'
import { type CatalogTable, quoteName, readCatalog, readPartitions } from './catalog.ts'
import { type BackupHeader, type BackupTrailer, encoderOf } from './format.ts'

export type BackupOptions = {
  url: string
  file: string
  now: () => Date
  /** The last signed head, read in the snapshot of the backup, for the header. */
  head?: (client: Client) => Promise<string | null>
  /** Tables that readers want early: the ledger's, in the order in which `verify` reads them. */
  first?: readonly string[]
  onProgress?: (rows: number, of: number) => void
}

/** What was written: rows a table, and bytes of the file. */
export type Backup = { file: string; tables: Record<string, number>; rows: number; bytes: number }

/** Writes all tables, as they stood at one moment, to one file while others read and write. The file has its name only
 * once it is whole and on the disk. Refuses to write over a file. */
export async function writeBackup(options: BackupOptions): Promise<Backup> {
  const { url, file } = options
  if (await exists(file)) throw new Error(`${file} is already there: give the backup a name of its own`)
  const partial = `${file}.partial-${process.pid}`
  const client = new Client({ connectionString: url, application_name: 'ringback backup' })
  client.on('error', () => {}) // the running query reports it
  await client.connect()
  try {
    const written: { trailer?: BackupTrailer } = {}
    const lines = backupLines(client, options, (trailer) => Object.assign(written, { trailer }))
    const target = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 2 }), createGzip({ level: 5 }), target)
    await rename(partial, file)
    await syncFolder(dirname(file))
    return summary(file, written.trailer?.tables ?? {}, (await stat(file)).size)
  } finally {
    await client.end().catch(() => {})
    await rm(partial, { force: true })
  }
}

// Every value as PostgreSQL writes it: nothing is lost to a JavaScript number or date on the way.
const asText = { getTypeParser: () => (text: string) => text }

async function* backupLines(client: Client, options: BackupOptions, onEnd: (trailer: BackupTrailer) => void) {
  await client.query('begin isolation level repeatable read read only')
  await client.query(
    `set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601';
     set local extra_float_digits = 1; set local bytea_output = 'hex'; set local statement_timeout = 0;
     set local idle_in_transaction_session_timeout = 0; set local search_path = public, pg_catalog`,
  )
  const tables = await readCatalog(client, options.first)
  // A migration or truncate meanwhile would leave the snapshot without its rows; readers and writers are not held up.
  await client.query(`lock table ${tables.map(({ name }) => quoteName(name)).join(', ')} in access share mode`)
  const whole = createHash('sha256')
  yield hashed(whole, `${JSON.stringify(await headerOf(client, tables, options))}\n`)
  const counts: BackupTrailer['tables'] = {}
  const of = tables.reduce((sum, { estimate }) => sum + estimate, 0)
  let done = 0
  for (const table of tables) {
    const hash = createHash('sha256')
    let rows = 0
    for await (const { text, count } of rowLines(client, table)) {
      rows += count
      options.onProgress?.(done + rows, Math.max(of, done + rows))
      yield hashed(whole, hashed(hash, text))
    }
    done += rows
    counts[table.name] = { rows, sha256: hash.digest('hex') }
  }
  const sequences = await sequencesOf(client)
  await client.query('commit')
  const trailer: BackupTrailer = { end: 'backup', tables: counts, sequences, sha256: whole.digest('hex') }
  onEnd(trailer)
  yield `${JSON.stringify(trailer)}\n`
}

function hashed(hash: Hash, text: string): string {
  hash.update(text)
  return text
}

async function headerOf(client: Client, tables: CatalogTable[], { now, head }: BackupOptions): Promise<BackupHeader> {
  const { rows } = await client.query<{ name: string; hash: string }>(
    'select name, hash from migration order by number',
  )
  const columns = tables.map(({ name, columns }) => ({ name, columns }))
  const note = (await head?.(client)) ?? null
  const partitions = await readPartitions(client)
  const at = now().toISOString()
  return { ringback: 'backup', format: 1, at, migrations: rows, head: note, tables: columns, partitions }
}

// About 2 MB a fetch, so that memory stays flat with small rows and with documents; the next one is under way meanwhile.
async function* rowLines(client: Client, { name, columns, key, rowBytes }: CatalogTable) {
  const atOnce = Math.max(1, Math.min(2000, Math.floor(2_000_000 / Math.max(rowBytes, 200))))
  const encoders = columns.map((column) => ({ start: `"${column.name}":`, encode: encoderOf(column.type) }))
  const names = columns.map((column) => quoteName(column.name)).join(', ')
  const order = key.map(quoteName).join(', ')
  await client.query(`declare rows no scroll cursor for select ${names} from ${quoteName(name)} order by ${order}`)
  const fetch = () => {
    const coming = client.query<(string | null)[]>({
      text: `fetch ${atOnce} from rows`,
      rowMode: 'array',
      types: asText,
    })
    coming.catch(() => {}) // met where it is awaited
    return coming
  }
  const start = `{"table":"${name}","row":{`
  for (let next = await fetch(); next.rows.length > 0; ) {
    const coming = fetch()
    let text = ''
    for (const values of next.rows) text += `${start}${fields(encoders, values)}}}\n`
    yield { text, count: next.rows.length }
    next = await coming
  }
  await client.query('close rows')
}

function fields(encoders: { start: string; encode: (text: string) => string }[], values: (string | null)[]): string {
  let text = ''
  for (const [at, { start, encode }] of encoders.entries()) {
    const value = values[at]
    if (typeof value === 'string') text += `${text === '' ? '' : ','}${start}${encode(value)}`
  }
  return text
}

async function sequencesOf(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}

function summary(file: string, counts: BackupTrailer['tables'], bytes: number): Backup {
  const tables = Object.fromEntries(Object.entries(counts).map(([name, { rows }]) => [name, rows]))
  return { file, tables, rows: Object.values(tables).reduce((sum, rows) => sum + rows, 0), bytes }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { type Ledger, readStream } from '#ledger'
import { recordList } from '../commands/record-list.ts'
import type { LayoutName } from '../vocabulary.ts'
import { openLayout, type ReadLine } from './layouts.ts'
import { linesOf } from './lines.ts'
import type { Fault, Form, ListRow } from './row.ts'

/** A row that could not be taken: its line in the file, and why. */
export type RejectedLine = { readonly line: number; readonly reason: Fault }

/** What became of a file. `again`: this very file had been imported before, and nothing was done. */
export type ImportedList = {
  readonly sha256: string
  readonly rows: number
  readonly rejected: number
  readonly again: boolean
  /** The line after which this run went on, where an earlier one had been stopped. */
  readonly from: number
}

export type ListFile = {
  /** Opened twice: for its hash, by which it is known again, and for its rows. */
  readonly open: () => Promise<Readable>
  readonly source: string
  readonly layout: LayoutName
  readonly form?: Form
  readonly whole?: boolean
}

export type ListImportOptions = {
  readonly batchRows?: number
  readonly onRejected?: (row: RejectedLine) => void
  readonly onProgress?: (lines: number) => void
}

type Db = Pick<pg.Pool, 'query'>

/** Large enough that the commits do not count, small enough that a report waits for none (docs/adr/0009). */
const usualBatch = 4000

/**
 * Reads a list that somebody else keeps: rows into their table a batch at a time, then one fact for the whole file, under whose
 * seal they become changes of the list. Stopped at any moment it goes on where it was when the same file is given again.
 */
export async function importList(
  db: Db,
  ledger: Pick<Ledger, 'execute'>,
  file: ListFile,
  options: ListImportOptions = {},
): Promise<ImportedList> {
  const sha256 = await hashOf(await file.open())
  const [fact] = await readStream(db, `list-file/${sha256}`)
  if (fact) return { sha256, rows: 0, rejected: 0, again: true, from: 0 }
  const begun = await begin(db, sha256)
  const rejected = await readRows(
    db,
    begun,
    await file.open(),
    openLayout(file.layout, file.form ?? 'printed'),
    options,
  )
  const rows = await countRows(db, begun.id)
  // Read by the wrong layout perhaps: it can be given again.
  if (rows === 0) return forget(db, begun, { sha256, rejected })
  const { source, layout, whole = false } = file
  const meta = { actor: 'system:import', tenant: 'ringback', cause: 'ringback import blocklist' }
  const outcome = await ledger.execute(recordList, { source, layout, sha256, rows, rejected, whole }, meta)
  return { sha256, rows, rejected, again: !outcome.ok, from: begun.line }
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(stream, hash)
  return hash.digest('hex')
}

type Begun = { readonly id: string; readonly line: number; readonly rejected: number }

async function begin(db: Db, sha256: string): Promise<Begun> {
  await db.query('insert into list_import (sha256) values ($1) on conflict do nothing', [sha256])
  const { rows } = await db.query<{ id: string; line: string; rejected: string }>(
    'select id, line, rejected from list_import where sha256 = $1',
    [sha256],
  )
  const [row] = rows
  if (!row) throw new Error('The file could not be noted: try again.')
  return { id: row.id, line: Number(row.line), rejected: Number(row.rejected) }
}

async function forget(
  db: Db,
  { id, line: from }: Begun,
  told: { sha256: string; rejected: number },
): Promise<ImportedList> {
  await db.query('delete from list_import where id = $1', [id])
  return { ...told, rows: 0, again: false, from }
}

async function countRows(db: Db, id: string): Promise<number> {
  const { rows } = await db.query<{ n: string }>('select count(*) as n from list_import_row where import = $1', [id])
  return Number(rows[0]?.n)
}

/** Reads on from where the file stood. The next batch is read while the one before is written. */
async function readRows(
  db: Db,
  begun: Begun,
  stream: Readable,
  read: ReadLine,
  { batchRows = usualBatch, onRejected, onProgress }: ListImportOptions,
): Promise<number> {
  let [line, rejected, batch] = [0, begun.rejected, new Map<string, ListRow>()]
  let writing: Promise<unknown> = Promise.resolve()
  const write = async () => {
    await writing
    writing = writeRows(db, begun.id, [...batch.values()], line, rejected)
    writing.catch(() => {}) // told when it is waited for
    batch = new Map()
    onProgress?.(line)
  }
  for await (const lines of linesOf(stream))
    for (const text of lines) {
      line += 1
      const row = read(text)
      if (line <= begun.line || row === undefined) continue
      if (typeof row === 'string') {
        rejected += 1
        onRejected?.({ line, reason: row })
      } else batch.set(row.key, row) // of several rows on one handset the last counts
      if (batch.size >= batchRows) await write()
    }
  await write()
  await writing
  return rejected
}

const insert = `
with rows as (
  insert into list_import_row (import, imei_key, status, until)
  select $1, * from unnest($4::bigint[], $5::text[], $6::timestamptz[])
  on conflict (import, imei_key) do update set status = excluded.status, until = excluded.until
)
update list_import set line = $2, rejected = $3 where id = $1`

const writeRows = (db: Db, id: string, rows: readonly ListRow[], line: number, rejected: number) =>
  db.query({
    name: 'import-list',
    text: insert,
    values: [
      ...[id, line, rejected],
      ...[rows.map(({ key }) => key), rows.map(({ status }) => status), rows.map(({ until }) => until)],
    ],
  })

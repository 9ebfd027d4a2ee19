import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type Ledger, readStream } from '#ledger'
import { recordList } from '../commands/record-list.ts'
import { ListImported } from '../events/list-imported.ts'
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
  /** Lines that one fact stands for. */
  readonly partLines?: number
  readonly onRejected?: (row: RejectedLine) => void
  readonly onProgress?: (lines: number) => void
}

type Db = Pick<pg.Pool, 'query'>

/** Large enough that the commits do not count, small enough that a report waits for none (docs/adr/0009). */
const usualBatch = 4000
/** Applied in a quarter of a second: so long a report may wait behind one in the sealed order. */
const usualPart = 25_000

/**
 * Reads a list that somebody else keeps: rows into their table a batch at a time, and a fact for each part of the file, under whose
 * seal its rows become changes of the list. Stopped at any moment it goes on where it was when the same file is given again.
 */
export async function importList(
  db: Db,
  ledger: Pick<Ledger, 'execute'>,
  file: ListFile,
  options: ListImportOptions = {},
): Promise<ImportedList> {
  const sha256 = await hashOf(await file.open())
  const told = (await readStream(db, `list-file/${sha256}`)).map((event) => ListImported.decode(event))
  if (told.at(-1)?.last) return { sha256, rows: 0, rejected: 0, again: true, from: 0 }
  const begun = await begin(db, sha256)
  const { source, layout, form = 'printed', whole = false } = file
  const pace = openPace(db, `list-file/${sha256}`)
  const meta = { actor: 'system:import', tenant: 'ringback', cause: 'ringback import blocklist' }
  let before = told.reduce(after, nowhere)
  const tell = async (place: Place, last: boolean) => {
    await pace()
    const part = { from: before.line, to: place.line, rows: place.taken - before.taken, last, whole }
    const rejected = place.rejected - before.rejected
    const outcome = await ledger.execute(recordList, { source, layout, sha256, ...part, rejected }, meta)
    if (!outcome.ok) throw new Error('Somebody else has read in the same file meanwhile: look at what they did.')
    before = place
  }
  const { partLines = usualPart } = options
  const onPlace = (place: Place) => (place.line - before.line >= partLines ? tell(place, false) : undefined)
  const end = await readRows(db, begun, await file.open(), openLayout(layout, form), { ...options, onPlace })
  // Read by the wrong layout perhaps: it can be given again.
  if (end.taken === 0) return forget(db, begun, { sha256, rejected: end.rejected })
  await tell(end, true)
  return { sha256, rows: end.taken, rejected: end.rejected, again: false, from: begun.line }
}

const nowhere: Place = { line: 0, taken: 0, rejected: 0 }
const after = (place: Place, { to: line, rows, rejected }: { to: number; rows: number; rejected: number }): Place => {
  return { line, taken: place.taken + rows, rejected: place.rejected + rejected }
}

const patienceMs = 3000

/**
 * Waits until the list has taken the parts that were told, so that they do not pile up before the reports of others. Where nobody
 * follows the list, it waits once and no more.
 */
function openPace(db: Db, stream: string): () => Promise<void> {
  let isFollowed = true
  const isTaken = async () => {
    const { rows } = await db.query<{ taken: boolean }>(
      `select coalesce(bool_and(coalesce(seq <= (select seq from view_cursor where view = 'blocklist'), false)), true) as taken
       from event left join sealed on event_id = event.id where stream = $1`,
      [stream],
    )
    return rows[0]?.taken === true
  }
  return async () => {
    const end = performance.now() + patienceMs
    while (isFollowed && !(await isTaken())) {
      isFollowed = performance.now() < end
      await pause(20)
    }
  }
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(stream, hash)
  return hash.digest('hex')
}

/** How far an import has got. */
type Place = { readonly line: number; readonly taken: number; readonly rejected: number }
type Begun = Place & { readonly id: string }

async function begin(db: Db, sha256: string): Promise<Begun> {
  await db.query('insert into list_import (sha256) values ($1) on conflict do nothing', [sha256])
  const { rows } = await db.query<{ id: string; line: string; taken: string; rejected: string }>(
    'select id, line, taken, rejected from list_import where sha256 = $1',
    [sha256],
  )
  const [row] = rows
  if (!row) throw new Error('The file could not be noted: try again.')
  return { id: row.id, line: Number(row.line), taken: Number(row.taken), rejected: Number(row.rejected) }
}

async function forget(
  db: Db,
  { id, line: from }: Begun,
  told: { sha256: string; rejected: number },
): Promise<ImportedList> {
  await db.query('delete from list_import where id = $1', [id])
  return { ...told, rows: 0, again: false, from }
}

/** Reads on from where the file stood. The next batch is read while the one before is written. */
async function readRows(
  db: Db,
  begun: Begun,
  stream: Readable,
  read: ReadLine,
  { batchRows = usualBatch, onRejected, onProgress, onPlace }: ListImportOptions & { onPlace: OnPlace },
): Promise<Place> {
  let place: Place = begun
  let [line, rejected, batch] = [0, begun.rejected, [] as Batch]
  let writing: Promise<unknown> = Promise.resolve()
  const write = async () => {
    await writing
    await onPlace(place)
    const before = place
    place = { line, rejected, taken: before.taken + batch.length }
    writing = writeRows(db, begun.id, batch, before, place)
    writing.catch(() => {}) // told when it is waited for
    batch = []
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
      } else batch.push([line, row])
      if (batch.length >= batchRows) await write()
    }
  if (line > place.line) await write()
  await writing
  return place
}

/** Called when everything up to a place is written. */
type OnPlace = (place: Place) => Promise<void> | undefined
type Batch = (readonly [line: number, row: ListRow])[]

/** Rows go in only where the file still stands where this run found it, so that none goes in twice. */
const insert = `
with moved as (
  update list_import set line = $3, taken = $4, rejected = $5 where id = $1 and line = $2 returning id
)
insert into list_import_row (import, line, imei_key, status, until)
select id, row.* from moved, unnest($6::bigint[], $7::bigint[], $8::text[], $9::timestamptz[]) row`

async function writeRows(db: Db, id: string, batch: Batch, before: Place, after: Place): Promise<void> {
  // Written out here: the driver would look at each value of each array.
  const array = (value: (row: ListRow, line: number) => string | number) =>
    `{${batch.map(([line, row]) => value(row, line)).join(',')}}`
  const { rowCount } = await db.query({
    name: 'import-list',
    text: insert,
    values: [
      ...[id, before.line, after.line, after.taken, after.rejected],
      ...[array((_, line) => line), array(({ key }) => key)],
      ...[array(({ status }) => status ?? 'null'), array(({ until }) => until ?? 'null')],
    ],
  })
  if (rowCount !== batch.length) throw new Error('The same file is being read in by somebody else: wait for them.')
}

import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import type { Ledger } from '#ledger'
import { recordList } from '../commands/record-list.ts'
import type { LayoutName } from '../vocabulary.ts'
import { openLayout, type ReadLine } from './layouts.ts'
import { linesOf } from './lines.ts'
import { openPace } from './pace.ts'
import { type FileRead, type Place, type Reading, readingOf } from './reading.ts'
import type { Fault, Form, ListRow } from './row.ts'
import { countTakenOff, isTooMuch, ListLags, TakesOffTooMuch } from './taken-off.ts'

/** A row that could not be taken: its line in the file, and why. */
export type RejectedLine = { readonly line: number; readonly reason: Fault }

/** What became of a file. `again`: it is what this source said last, and nothing was done. */
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
  /** Take a whole list also where it takes off more than is likely. */
  readonly force?: boolean
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
 * A whole list is read to its end before the first fact: it is refused, or it counts.
 */
export async function importList(
  db: Db,
  ledger: Pick<Ledger, 'execute'>,
  { open, source, layout, form = 'printed', whole = false }: ListFile,
  options: ListImportOptions = {},
): Promise<ImportedList> {
  const { partLines = usualPart, force = false } = options
  const sha256 = await hashOf(await open())
  const read: FileRead = { source, file: sha256, layout, form, whole }
  const reading = await readingOf(db, read)
  if (reading.ended) return { sha256, rows: 0, rejected: 0, again: true, from: 0 }
  const begun = await begin(db, reading)
  const pace = openPace(db, source)
  const tell = openTelling(ledger, read, reading)
  const held: Place[] = []
  let before = reading.told
  const onPlace = async (place: Place) => {
    if (place.line - before.line < partLines) return
    before = place
    if (whole) held.push(place)
    else {
      await pace()
      await tell(place, false)
    }
  }
  const end = await readRows(db, begun, await open(), openLayout(layout, form), { ...options, onPlace })
  const { line: from } = begun
  // Read by the wrong layout perhaps: it can be given again.
  if (end.taken === 0) {
    await forget(db, begun)
    return { sha256, rows: 0, rejected: end.rejected, again: false, from }
  }
  const isTaken = await pace()
  // Once its first part is told it has been judged, and a run that was stopped goes on.
  if (whole && !force && reading.told.line === 0) {
    if (!isTaken) throw new ListLags()
    const off = await countTakenOff(db, source, reading.sha256)
    if (isTooMuch(off)) {
      await forget(db, begun)
      throw new TakesOffTooMuch(off)
    }
  }
  for (const place of held) {
    await tell(place, false)
    await pace()
  }
  await tell(end, true)
  return { sha256, rows: end.taken, rejected: end.rejected, again: false, from }
}

/** Tells the ledger of one part after the other. */
function openTelling(ledger: Pick<Ledger, 'execute'>, { source, file, layout, whole }: FileRead, reading: Reading) {
  const { sha256, told } = reading
  const meta = { actor: 'system:import', tenant: 'ringback', cause: 'ringback import blocklist' }
  let before = told
  return async (place: Place, last: boolean) => {
    const part = { from: before.line, to: place.line, rows: place.taken - before.taken, last, whole }
    const rejected = place.rejected - before.rejected
    const outcome = await ledger.execute(recordList, { source, layout, sha256, file, ...part, rejected }, meta)
    if (!outcome.ok)
      throw new Error('Somebody else has read in a list of this source meanwhile: look at what they did.')
    before = place
  }
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(stream, hash)
  return hash.digest('hex')
}

type Begun = Place & { readonly id: string }

async function begin(db: Db, { sha256 }: Reading): Promise<Begun> {
  await db.query('insert into list_import (sha256) values ($1) on conflict do nothing', [sha256])
  const { rows } = await db.query<{ id: string; line: string; taken: string; rejected: string }>(
    'select id, line, taken, rejected from list_import where sha256 = $1',
    [sha256],
  )
  const [row] = rows
  if (!row) throw new Error('The file could not be noted: try again.')
  return { id: row.id, line: Number(row.line), taken: Number(row.taken), rejected: Number(row.rejected) }
}

/** Nothing was told of it, so nothing is left of it. */
async function forget(db: Db, { id }: Begun): Promise<void> {
  await db.query('delete from list_import_row where import = $1', [id])
  await db.query('delete from list_import where id = $1', [id])
}

/**
 * Reads on from where the file stood. The next batch is read while the one before is written. What was written by an earlier run
 * is counted again, so that its parts are found anew.
 */
async function readRows(
  db: Db,
  begun: Begun,
  stream: Readable,
  read: ReadLine,
  { batchRows = usualBatch, onRejected, onProgress, onPlace }: ListImportOptions & { onPlace: OnPlace },
): Promise<Place> {
  let written: Place = begun
  let [line, taken, rejected, batch] = [0, 0, 0, [] as Batch]
  let writing: Promise<unknown> = Promise.resolve()
  const write = async () => {
    await writing
    await onPlace(written)
    const before = written
    written = { line, taken, rejected }
    writing = writeRows(db, begun.id, batch, before, written)
    writing.catch(() => {}) // told when it is waited for
    batch = []
    onProgress?.(line)
  }
  for await (const lines of linesOf(stream)) {
    for (const text of lines) {
      line += 1
      const row = read(text)
      const isNew = line > begun.line
      if (typeof row === 'string') {
        rejected += 1
        if (isNew) onRejected?.({ line, reason: row })
      } else if (row !== undefined) {
        taken += 1
        if (isNew) batch.push([line, row])
      }
      if (batch.length >= batchRows) await write()
    }
    if (line <= begun.line) await onPlace({ line, taken, rejected })
  }
  if (line > written.line) await write()
  await writing
  return written
}

/** Called when everything up to a place is written. */
type OnPlace = (place: Place) => Promise<void>
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

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { openLedger } from '#ledger'
import { theftPoints } from '#modules/statistics/import-crimes'
import { type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'
import { importRows } from '#platform/import-rows'
import { lendDatabase } from '#platform/lend-database'
import { MissingColumn, type Reason, reasons } from '#platform/points/point-rows'
import { type FileRead, filesOf, inWords, readRows } from '#platform/points/read-points'
import { type ColumnOptions, columnsOf, WrongUse } from '../points/columns.ts'
import { mapNamed } from '../points/map-named.ts'
import { type FileFact, recordFile } from './import-crime-files.ts'
import { openInput } from './open-input.ts'
import { type More, more, theftsInSquares } from './thefts-in-squares.ts'

export type TheftOptions = ColumnOptions & { readonly json?: boolean; readonly rejected?: string }

/** What to do about a row that was left out. One of another sort was left out because somebody asked for it. */
const remedies: Readonly<Record<Reason | More, string>> = {
  columns: 'Look for a comma or a quotation mark too many',
  'not-asked-for': 'Nothing to do',
  repeated: 'Nothing to do: it is counted once',
  'no-coordinates': 'Add them, or go on without it',
  coordinates: 'Degrees are named with --lon and --lat, metres with --x and --y',
  'null-island': 'Add its place, or go on without it',
  date: 'Write the date so',
  count: 'Write how many thefts the row stands for',
  'not-whole': 'Write how many thefts the row stands for',
  'outside-area': 'Look whether the columns are swapped, and whether --epsg or --proj names their map',
}
const words = { ...reasons, ...more }

/** Reads a force's own lists of thefts, their columns named as for `ringback backtest`. All files are written, or none. */
export async function importThefts(named: readonly string[], options: TheftOptions, cli: Cli): Promise<number> {
  const rejected = options.rejected ? createWriteStream(options.rejected) : process.stderr
  const leave = (file: string, line: number, reason: Reason | More) => {
    if (reason === 'not-asked-for') return
    const says = `${words[reason]}. ${remedies[reason]}.`
    rejected.write(`${JSON.stringify({ file, line, reason, says })}\n`)
  }
  let isKept = false
  try {
    const { files, rows } = await readThefts(named, options, leave)
    if (!options.json) process.stdout.write(inWords(files, words))
    if (rows.length === 0) throw new WrongUse('No row could be taken: see the reasons above')
    const kept = await lendDatabase(cli, { command: 'import' }, async (database) => {
      const done = await keep(database, files, rows)
      isKept = true
      return done
    })
    const said = { ...spanOf(rows), ...kept }
    process.stdout.write(options.json ? `${JSON.stringify({ files, ...said })}\n` : keptInWords(said))
    return files.some(({ leftOut }) => Object.keys(leftOut).some((reason) => reason !== 'not-asked-for'))
      ? exitCodes.foundWrong
      : exitCodes.good
  } catch (error) {
    if (!(error instanceof Error) || isKept) throw error // it was written and recorded, whatever came after
    const { says, code } = failed(error)
    process.stderr.write(`${says}\n`)
    return code
  } finally {
    if (rejected !== process.stderr) rejected.end()
  }
}

/** All of it stands in the tables; the ledger does not say so. */
export class NotRecorded extends Error {}

/** What is said when it did not go well: whether anything was written, and what to do. */
export function failed(error: Error): { readonly says: string; readonly code: number } {
  const why = error.message.replace(/\.$/, '')
  if (error instanceof NotRecorded)
    return {
      says: `All thefts were written, but that they were read in could not be recorded: ${why}. Read the same files in once more.`,
      code: exitCodes.couldNot,
    }
  const isColumn = error instanceof MissingColumn
  const remedy = isColumn ? ' Name them with --date, --lon and --lat, or --x and --y.' : ''
  return {
    says: `${why}.${remedy} Nothing was written.`,
    code: isColumn || error instanceof WrongUse ? exitCodes.usedWrongly : exitCodes.couldNot,
  }
}

/** Everything is read before anything is written: half a month in place of a whole one would be a loss. */
export async function readThefts(
  named: readonly string[],
  options: ColumnOptions,
  leave: (file: string, line: number, reason: Reason | More) => void,
) {
  const [columns, map] = [columnsOf(options), mapNamed(options)]
  if (columns.degrees && map)
    throw new WrongUse('--epsg or --proj says on which map --x and --y are: name these columns too')
  const squares = theftsInSquares({ degrees: columns.degrees, map })
  const files = await readRows<More>(await filesOf(named), columns, { take: squares.add, leave })
  return { files, rows: squares.rows() }
}

type Kept = { readonly replaced: number; readonly again: number }

/** A month of a borough is what the newest list says of it: a list that was mended takes the place of the one before. */
export async function keep(database: Database, files: readonly FileRead<More>[], rows: string[][]): Promise<Kept> {
  const facts: FileFact[] = [] // before anything is written: a file may be gone by now
  for (const { file, taken, rows: read } of files)
    facts.push({ name: file, sha256: await hashOf(file), rows: taken, rejected: read - taken })
  const replaced = await replace(database.pool, rows)
  return { replaced, again: await record(database, facts) }
}

/** How many of these very files had been read before. */
async function record(database: Database, facts: readonly FileFact[]): Promise<number> {
  try {
    const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
    let again = 0
    for (const fact of facts) if (!(await recordFile(ledger, 'theft-points', fact))) again += 1
    await ledger.settled()
    return again
  } catch (cause) {
    throw new NotRecorded(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

async function replace(pool: pg.Pool, rows: string[][]): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows: gone } = await client.query<{ thefts: number }>(
      `delete from theft_point using (select distinct * from unnest($1::text[], $2::text[]) as pair (month, borough)) as read
       where theft_point.month = read.month and theft_point.borough = read.borough returning thefts::int`,
      [rows.map(([month]) => month), rows.map((row) => row[3])],
    )
    await importRows(client, theftPoints.into, each(rows))
    await client.query('commit')
    return gone.reduce((sum, { thefts }) => sum + thefts, 0)
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function* each(rows: string[][]) {
  yield* rows
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(await openInput(file), hash)
  return hash.digest('hex')
}

function spanOf(rows: string[][]) {
  const months = rows.map(([month = '']) => month).sort()
  const thefts = rows.reduce((sum, row) => sum + Number(row[4]), 0)
  return { from: months[0] ?? '', to: months.at(-1) ?? '', thefts, squares: rows.length }
}

function keptInWords({ from, to, thefts, replaced, again }: ReturnType<typeof spanOf> & Kept): string {
  const instead = replaced > 0 ? ` They take the place of ${replaced} of the same months and boroughs.` : ''
  const before = again > 0 ? ` ${again} of these very files had been read before.` : ''
  return `${thefts} thefts written, ${from === to ? `of ${from}` : `${from} to ${to}`}.${instead}${before}\n`
}

import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { type Columns, MissingColumn, type PointRow, type Reason, reasons, rowReader } from './point-rows.ts'

/** Points in columns of numbers: a million of them take 40 MB and not 200. */
export type Points = {
  readonly length: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly weight: Float64Array
  readonly day: Float64Array
  readonly month: Int32Array
  /** -1 where the file has no hour. */
  readonly hourOfWeek: Int16Array
  readonly monthOnly: boolean
}

export type FileRead<More extends string = never> = {
  readonly file: string
  readonly rows: number
  readonly taken: number
  readonly leftOut: Readonly<Partial<Record<Reason | More, number>>>
}

export type Reading = { readonly points: Points; readonly files: readonly FileRead[] }

const isStreetFile = (name: string) => /-street\.csv(\.gz)?$/.test(name)

/** The files that are meant by these names: a folder stands for every monthly street file anywhere in it. */
export async function filesOf(names: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of names) {
    if (!(await stat(name)).isDirectory()) found.push(name)
    else {
      const inside = (await readdir(name, { recursive: true })).filter(isStreetFile).sort()
      if (inside.length === 0) throw new Error(`${name} is a folder without a file like 2023-01-force-street.csv.`)
      found.push(...inside.map((one) => join(name, one)))
    }
  }
  return found
}

/** Reads points from CSV files, plain or packed, a row at a time. What is left out is counted by its reason. */
export async function readPoints(files: readonly string[], columns: Columns): Promise<Reading> {
  const list = growing()
  const read = await readRows(files, columns, { take: (row) => void list.add(row) })
  return { points: list.points(), files: read }
}

/** What becomes of each row of a file. `take` may still say why a row is left out. */
export type RowsRead<More extends string = never> = {
  readonly take: (row: PointRow) => More | undefined
  readonly leave?: (file: string, line: number, reason: Reason | More) => void
}

/** Reads rows from CSV files, plain or packed, one at a time. */
export async function readRows<More extends string = never>(
  files: readonly string[],
  columns: Columns,
  rows: RowsRead<More>,
): Promise<FileRead<More>[]> {
  const seen = new Set<string>()
  const read: FileRead<More>[] = []
  for (const file of files) read.push(await readFile(file, columns, seen, rows))
  return read
}

async function readFile<More extends string>(
  file: string,
  columns: Columns,
  seen: Set<string>,
  { take, leave }: RowsRead<More>,
): Promise<FileRead<More>> {
  let judge: ReturnType<typeof rowReader> | undefined
  let rows = 0
  let taken = 0
  const leftOut: Partial<Record<Reason | More, number>> = {}
  try {
    for await (const { record, info } of rowsOf(unpacked(file)) as AsyncIterable<Parsed>) {
      if (!judge) {
        judge = rowReader(record, columns, seen)
        continue
      }
      rows += 1
      const row = judge(record)
      const reason = typeof row === 'string' ? row : take(row)
      if (reason === undefined) taken += 1
      else {
        leftOut[reason] = (leftOut[reason] ?? 0) + 1
        leave?.(file, info.lines, reason)
      }
    }
  } catch (cause) {
    if (cause instanceof MissingColumn) throw new MissingColumn(`${file}: ${cause.message}`)
    throw new Error(`${file} cannot be read after ${rows} rows: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
  if (!judge) throw new Error(`${file} is empty: its first line must name the columns.`)
  return { file, rows, taken, leftOut }
}

type Parsed = { record: string[]; info: { lines: number } }

function unpacked(file: string): Readable {
  const packed = createReadStream(file)
  if (!file.endsWith('.gz')) return packed
  const gunzip = createGunzip()
  packed.on('error', (error) => gunzip.destroy(error))
  return packed.pipe(gunzip)
}

function rowsOf(source: Readable) {
  const rows = source.pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true }))
  source.on('error', (error) => rows.destroy(error))
  return rows
}

function growing() {
  let size = 1024
  let length = 0
  let monthOnly = false
  const columns = {
    x: new Float64Array(size),
    y: new Float64Array(size),
    weight: new Float64Array(size),
    day: new Float64Array(size),
    month: new Int32Array(size),
    hourOfWeek: new Int16Array(size),
  }
  const grow = () => {
    size *= 2
    for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
      const wider = new (columns[name].constructor as { new (size: number): Float64Array })(size)
      wider.set(columns[name] as Float64Array)
      Object.assign(columns, { [name]: wider })
    }
  }
  return {
    add(row: PointRow): void {
      if (length === size) grow()
      columns.x[length] = row.x
      columns.y[length] = row.y
      columns.weight[length] = row.weight
      columns.day[length] = row.day
      columns.month[length] = row.month
      columns.hourOfWeek[length] = row.hourOfWeek ?? -1
      monthOnly ||= row.monthOnly
      length += 1
    },
    points: (): Points => ({
      length,
      monthOnly,
      x: columns.x.subarray(0, length),
      y: columns.y.subarray(0, length),
      weight: columns.weight.subarray(0, length),
      day: columns.day.subarray(0, length),
      month: columns.month.subarray(0, length),
      hourOfWeek: columns.hourOfWeek.subarray(0, length),
    }),
  }
}

/** One line for each file, and under it why rows were left out. */
export const inWords = <More extends string = never>(
  files: readonly FileRead<More>[],
  words: Readonly<Record<string, string>> = reasons,
): string =>
  files
    .map(({ file, rows, taken, leftOut }) => {
      const why = Object.entries(leftOut).map(([reason, n]) => `  ${n} left out: ${words[reason]}\n`)
      return `${file}: ${taken} of ${rows} rows taken\n${why.join('')}`
    })
    .join('')

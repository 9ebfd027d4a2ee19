import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { createGunzip, type Gunzip } from 'node:zlib'
import { linesOf } from '#lib/lines'
import { BackupDamaged, BackupHeader, type BackupRow, type BackupTable, BackupTrailer, ROW_LINE } from './format.ts'

/** A row with its line as it stands in the file, for a restore that must not pass through JavaScript's numbers. */
export type BackupLine = { table: string; line: string }

/** An opened backup. Read `lines` to their end: only then is it known that the file is whole, and `trailer` is there. */
export type OpenBackup = {
  header: BackupHeader
  lines: AsyncGenerator<BackupLine, BackupTrailer>
  /** Bytes of the file read so far, for a progress bar. */
  bytesRead(): number
  close(): Promise<void>
}

/** Opens a backup and reads its header. Throws BackupDamaged on a file that is none. */
export async function openBackup(file: string): Promise<OpenBackup> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  source.once('error', (fault) => gunzip.destroy(fault))
  const lines = linesOf(source.pipe(gunzip).setEncoding('utf8'))
  const close = async () => {
    source.destroy()
    gunzip.destroy()
  }
  try {
    const { value: first = '' } = await nextLine(lines)
    const header = headerOf(first)
    return {
      header,
      lines: checkedLines(lines, header, first, { source, gunzip }),
      bytesRead: () => source.bytesRead,
      close,
    }
  } catch (fault) {
    await close()
    throw fault
  }
}

/** Every row of a backup, checked on the way: order, counts and hashes. Throws BackupDamaged at the latest at the end, so
 * nothing of it may be relied on before the last row came. */
export async function* readBackup(file: string): AsyncGenerator<BackupRow, BackupTrailer> {
  const { header, lines, close } = await openBackup(file)
  const nulls = new Map(header.tables.map(({ name, columns }) => [name, allNull(columns)]))
  try {
    for (;;) {
      const next = await lines.next()
      if (next.done) return next.value
      const { table, line } = next.value
      yield { table, row: { ...nulls.get(table), ...parsed(line).row } }
    }
  } finally {
    await close()
  }
}

const allNull = (columns: BackupTable['columns']) => Object.fromEntries(columns.map(({ name }) => [name, null]))

function headerOf(line: string): BackupHeader {
  const text = json(line)
  if ((text as { ringback?: unknown } | undefined)?.ringback !== 'backup')
    throw new BackupDamaged('it is no Ringback backup')
  if ((text as { format?: unknown }).format !== 1)
    throw new BackupDamaged('it has a form that this Ringback does not know: read it with a newer one')
  const header = BackupHeader.safeParse(text)
  if (!header.success) throw new BackupDamaged('its first line is not a whole header')
  return header.data
}

async function* checkedLines(
  lines: AsyncGenerator<string>,
  { tables }: BackupHeader,
  first: string,
  streams: { source: ReadStream; gunzip: Gunzip },
): AsyncGenerator<BackupLine, BackupTrailer> {
  const whole = createHash('sha256').update(`${first}\n`)
  const counted: BackupTrailer['tables'] = {}
  const order = tables.map(({ name }) => name)
  let hash = createHash('sha256')
  let [at, rows] = [0, 0]
  const close = () => {
    const name = order[at]
    if (name) counted[name] = { rows, sha256: hash.digest('hex') }
    ;[at, rows, hash] = [at + 1, 0, createHash('sha256')]
  }
  for (let number = 2; ; number += 1) {
    const { value: line, done } = await nextLine(lines)
    if (done) throw new BackupDamaged(`it is cut short: it ends after line ${number - 1}, without its last line`)
    const table = ROW_LINE.exec(line)?.[1]
    if (!table) {
      while (at < order.length) close()
      return await trailerOf(line, number, counted, whole.digest('hex'), lines, streams)
    }
    if (!order.includes(table, at)) throw new BackupDamaged(`line ${number} is out of order: a row of ${table}`)
    while (order[at] !== table) close()
    rows += 1
    hash.update(line).update('\n')
    whole.update(line).update('\n')
    yield { table, line }
  }
}

async function trailerOf(
  line: string,
  number: number,
  counted: BackupTrailer['tables'],
  sha256: string,
  lines: AsyncGenerator<string>,
  { source, gunzip }: { source: ReadStream; gunzip: Gunzip },
): Promise<BackupTrailer> {
  const trailer = BackupTrailer.safeParse(json(line))
  if (!trailer.success) throw new BackupDamaged(`line ${number} is neither a row nor the last line`)
  if (!(await nextLine(lines)).done) throw new BackupDamaged(`there is more after its last line, line ${number}`)
  // gunzip passes over bytes behind the compressed stream in silence; they are not ours.
  if (gunzip.bytesWritten !== source.bytesRead) throw new BackupDamaged('there are foreign bytes behind its end')
  const { tables } = trailer.data
  for (const name of new Set([...Object.keys(tables), ...Object.keys(counted)])) {
    const [said, found] = [tables[name], counted[name]]
    if (said?.rows !== found?.rows)
      throw new BackupDamaged(`${name} has ${found?.rows ?? 0} rows, and ${said?.rows ?? 0} by its last line`)
    if (said?.sha256 !== found?.sha256)
      throw new BackupDamaged(`rows of ${name} were changed or moved: their hash differs`)
  }
  if (trailer.data.sha256 !== sha256) throw new BackupDamaged('its header was changed: the hash of the whole differs')
  return trailer.data
}

// A fault of the stream is the file's: its checksum, or its sudden end.
async function nextLine(lines: AsyncGenerator<string>): Promise<{ value: string; done: boolean }> {
  try {
    const { value, done } = await lines.next()
    return { value: value ?? '', done: done ?? false }
  } catch (cause) {
    throw damaged(cause)
  }
}

function damaged(cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return new BackupDamaged('it is cut short: its compressed stream does not end', { cause })
  if (code?.startsWith('Z_'))
    return new BackupDamaged(`its bytes were changed, or it is no backup: ${message}`, { cause })
  return cause
}

function parsed(line: string): { row: Record<string, unknown> } {
  const value = json(line)
  if (value === undefined) throw new BackupDamaged('a row of it is not JSON')
  return value as { row: Record<string, unknown> }
}

function json(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

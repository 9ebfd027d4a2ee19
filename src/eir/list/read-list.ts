import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isDummyNumber } from '#lib/imei/dummy'
import { reasonSays } from '#lib/imei/imei'
import { type KeyNumber, type StatusCode, statuses } from '#lib/imei/plane/status'
import { readSpreadsheetEntry } from '#lib/imei/spreadsheet-entry'
import { keyOfDigits, noKey } from '../key-number.ts'
import type { Steps } from './lapses.ts'
import { type Columns, columnsOf, fieldsOf, linesOfFile } from './rows.ts'
import type { StatusList } from './status-list.ts'

/** What is said of a row: its line in the file, and why it, or the row before it, does not count. */
export type Verdict = { readonly line: number; readonly says: string }

export type ListRead = {
  /** When the file was written (ms since 1970): how old is what it says. */
  readonly asOf: number
  /** Handsets; rows for one that another row had named; rows that name no handset or no status. */
  readonly handsets: number
  readonly repeated: number
  readonly refused: number
  /** The last line, where it is no row and no line break ends it: the rest of it was not written yet. */
  readonly cutAt: number | undefined
}

type Options = {
  readonly onVerdict: (verdict: Verdict) => void
  readonly onProgress?: (bytes: number, of: number) => void
}

/** By status code. One array a status, not one a row. */
const stepsOf: readonly Steps[] = [[], [{ status: 'permitted' }], [{ status: 'tracked' }], [{ status: 'blocked' }]]

/**
 * Reads `imei,status` into a list, row by row, whatever the size of the file. A row that cannot be taken gets a verdict, and
 * the rest is still read. Of two rows for one handset the worse counts. Throws only when the file cannot be read, or has a
 * header without these columns.
 */
export async function readList(
  file: string,
  list: Pick<StatusList, 'statusOf' | 'set'>,
  { onVerdict, onProgress }: Options,
): Promise<ListRead> {
  const { size, mtimeMs: asOf } = await stat(file)
  const total = { handsets: 0, repeated: 0, refused: 0 }
  let columns: Columns | undefined
  let line = 0

  const take = (text: string): void => {
    line += 1
    if (text.trim() === '') return
    const fields = fieldsOf(text)
    if (!columns) {
      const header = columnsOf(fields ?? [])
      columns = header ?? { imei: 0, status: 1 }
      if (header) return
    }
    const row = fields ? readRow(fields, columns) : 'A quotation mark is not closed, or stands where none can.'
    if (typeof row === 'string') total.refused += 1
    const says = typeof row === 'string' ? row : put(row)
    if (says !== undefined) onVerdict({ line, says })
  }

  const put = ({ key, status }: Row): string | undefined => {
    const before = list.statusOf(key)
    if (before === 0) total.handsets += 1
    else total.repeated += 1
    if (status > before) list.set(key, stepsOf[status] ?? [])
    if (before === 0 || before === status) return undefined
    const worse = statuses[Math.max(before, status)]
    return `This IMEI is listed twice, as ${statuses[before]} before and as ${statuses[status]} here: ${worse} counts.`
  }

  let cutAt: number | undefined
  for await (const { lines, bytes, isOpen } of linesOfFile(createReadStream(file))) {
    const { refused } = total
    for (const text of lines) take(text)
    if (isOpen && total.refused > refused) cutAt = line
    onProgress?.(bytes, size)
  }
  return { asOf, ...total, cutAt }
}

type Row = { readonly key: KeyNumber; readonly status: StatusCode }

/** The row, or what is wrong with it. Never repeats what stands there: it may be somebody's number. */
function readRow(fields: readonly string[], columns: Columns): Row | string {
  const [cell, word] = [fields[columns.imei], fields[columns.status]]
  if (cell === undefined || word === undefined) return 'A row is imei,status: one of them is missing.'
  const status = statuses.indexOf(word.toLowerCase() as never) as StatusCode | -1
  if (status < 1) return 'The status is none of blocked, tracked and permitted.'
  const key = keyOfCell(cell)
  if (typeof key === 'string') return key
  // An operator may permit test numbers to itself. Blocked, one would strike thousands of strangers.
  if (status > 1 && isDummyNumber(key)) return reasonSays.dummy
  return { key, status: status as StatusCode }
}

/** The key of a number in any form that networks write, or as a person does; else what is wrong with it. */
function keyOfCell(cell: string): KeyNumber | string {
  const digits = /^imei(?:sv)?-/i.test(cell) ? cell.slice(cell.indexOf('-') + 1) : cell
  const key = keyOfDigits(digits, 0, digits.length)
  if (key !== noKey) return key
  const reading = readSpreadsheetEntry(digits)
  if (!reading.valid) return reasonSays[reading.reason]
  return reading.kind === 'MEID' ? 'This is a MEID, not an IMEI.' : Number(reading.norm14)
}

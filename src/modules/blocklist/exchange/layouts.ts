import type { LayoutName } from '../vocabulary.ts'
import { fieldsOf, separatorOf } from './csv-line.ts'
import { type Fault, type Form, keyIn, type ListRow, untilIn } from './row.ts'

/** Reads one line. Undefined: nothing stands in it. */
export type ReadLine = (line: string) => ListRow | Fault | undefined

/** A file that is not laid out like this at all. Nothing of it was taken. */
export class WrongLayout extends Error {}

/** What stands in a column of a row; undefined when the file has no such column. */
type Cell = (column: string) => string | undefined
type Meaning = { readonly status: ListRow['status'] } | { readonly fault: Fault }

/** A list as CSV with named columns: which column holds the number, and what a row of it means. */
type CsvLayout = { readonly imei: string; readonly means: (cell: Cell) => Meaning }

const taken = (status: ListRow['status']): Meaning => ({ status })
const put = ['', 'add', 'insert', 'i', 'update', 'u', 'change', 'changed', 'blocked']
const off = ['remove', 'removed', 'r', 'delete', 'd', 'unblocked']

/** Of a list of differences: is this row put on the list (true) or taken off? */
function isPut(change: string | undefined): boolean | undefined {
  const word = (change ?? '').toLowerCase()
  if (put.includes(word)) return true
  return off.includes(word) ? false : undefined
}

/**
 * DIRBS-Core. Its list of stolen handsets is `imei,reporting_date[,status]`, of differences `…,change_type` with add, remove or
 * update; the status `blacklist`, or none, means that the handset is blocked, any other that it is not yet (dirbs/DIRBS-Core
 * etc/schema/StolenListSchema.csvs and StolenListDeltaSchema.csvs). What it makes for operators is
 * `imei,block_date,reasons[,change_type]` with blocked, unblocked or changed, and 14 digits for an IMEI (its own tests of listgen).
 */
const dirbs: CsvLayout = {
  imei: 'imei',
  means: (cell) => {
    const on = isPut(cell('change_type'))
    if (on === undefined) return { fault: 'change' }
    if (!on) return taken(null)
    return taken(['', 'blacklist'].includes((cell('status') ?? '').toLowerCase()) ? 'blocked' : 'tracked')
  },
}

/** Reasons that do not say theft or loss, as registers write them: the handset turned up again. */
const found = /^(found|recovered|0016|16)$/i

/**
 * In the manner of the GSMA's exchange of block lists: IMEI, date, reason, and whether the row is inserted or removed. Its own file
 * format (SG.18 version 5.1: header and trailer records, ranges of IMEIs, four-digit reasons such as 0011 for stolen) is for its
 * members; what registers hand on are sheets with these columns, under various names.
 */
const gsma: CsvLayout = {
  imei: 'imei',
  means: (cell) => {
    const on = isPut(cell('action') ?? cell('change_type'))
    if (on === undefined) return { fault: 'change' }
    if (!on || found.test(cell('reason') ?? '')) return taken(null)
    const list = (cell('list') ?? cell('status') ?? '').toLowerCase().replaceAll(/[^a-z]/g, '')
    const status = lists.find(([words]) => words.includes(list))?.[1]
    return status === undefined ? { fault: 'status' } : taken(status)
  },
}

/** The colours of lists, as registers write them. */
const lists: readonly (readonly [words: readonly string[], status: ListRow['status']])[] = [
  [['', 'black', 'blacklist', 'blacklisted', 'block', 'blocked', 'stolen', 'lost'], 'blocked'],
  [['grey', 'gray', 'greylist', 'graylist', 'greylisted', 'tracked', 'monitor'], 'tracked'],
  [['white', 'whitelist', 'whitelisted', 'clear', 'permitted'], null],
]

function csv({ imei, means }: CsvLayout, header: string, form: Form): ReadLine {
  const separator = separatorOf(header)
  const names = (fieldsOf(header, separator) ?? []).map((name) => name.toLowerCase().replaceAll(/[\s-]+/g, '_'))
  const places = new Map(names.map((name, at) => [name, at]))
  if (!places.has(imei)) throw new WrongLayout(`its first line names no column ${imei}`)
  return (line) => {
    const fields = fieldsOf(line, separator)
    if (!fields || fields.length !== names.length) return 'columns'
    const cell: Cell = (column) => fields[places.get(column) ?? -1]
    const meaning = means(cell)
    return 'fault' in meaning ? meaning.fault : rowOf(cell(imei) ?? '', meaning.status, cell('until') ?? '', form)
  }
}

function rowOf(imei: string, status: ListRow['status'], end: string, form: Form): ListRow | Fault {
  const read = keyIn(imei, form)
  if ('fault' in read) return read.fault
  const until = untilIn(end)
  return until === undefined ? 'until' : { key: read.key, status, until: status === null ? null : until }
}

/** Our own: a JSON line a handset, `{"imei", "status": "blocked" | "tracked" | "off", "until"?}`. */
const ndjson =
  (form: Form): ReadLine =>
  (line) => {
    const { imei, status = 'blocked', until = '' } = objectIn(line) ?? {}
    if (typeof imei !== 'string' || typeof until !== 'string') return 'columns'
    if (status === 'off') return rowOf(imei, null, '', form)
    return status === 'blocked' || status === 'tracked' ? rowOf(imei, status, until, form) : 'status'
  }

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(line)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const longestLine = 2000

/** How to read the lines of a file, from its first line on. Blank lines say nothing. Never throws after the first line. */
export function openLayout(name: LayoutName, form: Form): ReadLine {
  let read: ReadLine | undefined = name === 'ndjson' ? ndjson(form) : undefined
  return (line) => {
    if (line.trim() === '') return undefined
    if (!read) {
      read = csv(name === 'dirbs' ? dirbs : gsma, line.replace(/^\uFEFF/, ''), form)
      return undefined
    }
    return line.length > longestLine || line.includes('\0') ? 'text' : read(line)
  }
}

import { readImei } from '#lib/imei/imei'
import type { Reason } from '#lib/imei/reading'

/** What a row of a list says of one handset. Without a status it is taken off. `until` is ISO 8601. */
export type ListRow = {
  readonly key: string
  readonly status: 'blocked' | 'tracked' | null
  readonly until: string | null
}

/** What is wrong with a row; of an IMEI also why it cannot be read. */
export type Fault = 'columns' | 'text' | 'meid' | 'status' | 'change' | 'until' | Reason

/** How numbers are written: as people and boxes write them, with a check digit to judge, or as networks do, without. */
export type Form = 'printed' | 'network'

/** Nearly all of them: nothing of a spreadsheet's to take off first. */
const plain = /^\d{15}$/

/** The key of a handset as a list writes it: IMEI, IMEISV or 14 digits. A dummy is never listed. */
export function keyIn(entry: string, form: Form): { readonly key: string } | { readonly fault: Fault } {
  const read = readImei(entry, form === 'network' ? 'network' : plain.test(entry) ? 'human' : 'csv-import')
  if (!read.valid) return { fault: read.reason }
  return read.kind === 'MEID' ? { fault: 'meid' } : { key: read.norm14 }
}

const day = /^(\d{4})-?(\d\d)-?(\d\d)$/

/** A moment (ISO 8601) or the end of a day (20261127 or 2026-11-27); null when there is none, undefined when it is neither. */
export function untilIn(text: string): string | null | undefined {
  if (text === '') return null
  const [, year, month, date] = day.exec(text) ?? []
  const moment = year ? `${year}-${month}-${date}T24:00:00Z` : text
  if (!year && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const at = new Date(moment)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

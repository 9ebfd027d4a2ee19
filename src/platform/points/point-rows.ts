import { momentOf } from '#lib/cells/moment'

/** Why a row was left out. Each is counted and said; none is dropped in silence. */
export const reasons = {
  columns: 'the row has another number of columns than the header',
  'not-asked-for': 'it is of another sort than was asked for',
  repeated: 'its Crime ID was read before',
  'no-coordinates': 'it has no coordinates',
  coordinates: 'its coordinates are no numbers, or no degrees',
  'null-island': 'its coordinates are 0, 0',
  date: 'its date is not like 2019-03, 2019-03-31 or 2019-03-31T18:05 (with --day-first: 31/03/2019 or 31/03/2019 18:05; with --month-first: 03/31/2019 or 03/31/2019 06:05 PM)',
  count: 'its count is no number from 0 up',
} as const
export type Reason = keyof typeof reasons

/** Which columns mean what. `x` and `y` are longitude and latitude when `degrees`. */
export type Columns = {
  readonly date: string
  readonly x: string
  readonly y: string
  readonly degrees: boolean
  /** The column that says for how many events a row stands; without it each row is one. */
  readonly count?: string
  /** Rows that have these values, and no others. */
  readonly where?: readonly { readonly column: string; readonly value: string }[]
  /** A column that names each event, if there is one: a name that was read before is the same event. */
  readonly id?: string
  /** Dates are like 31/03/2019, or like 03/31/2019: nobody can see which of both 04/03/2019 is. */
  readonly first?: 'day' | 'month' | undefined
}

export type PointRow = {
  readonly x: number
  readonly y: number
  readonly weight: number
  readonly day: number
  readonly month: number
  readonly hourOfWeek?: number
  readonly monthOnly: boolean
}

/** A header that lacks what was asked for. The message says what there is. */
export class MissingColumn extends Error {}

/** Judges the rows of one file by its header. `seen` is shared by the files of one reading. */
export function rowReader(header: readonly string[], columns: Columns, seen = new Set<string>()) {
  const look = (name: string) => header.findIndex((one) => one.trim().toLowerCase() === name.trim().toLowerCase())
  const find = (name: string) => {
    const at = look(name)
    if (at < 0) throw new MissingColumn(`There is no column ${name}. There are: ${header.join(', ')}.`)
    return at
  }
  const [date, x, y] = [find(columns.date), find(columns.x), find(columns.y)]
  const count = columns.count === undefined ? -1 : find(columns.count)
  const id = columns.id === undefined ? -1 : look(columns.id)
  const where = (columns.where ?? []).map(({ column, value }) => ({ at: find(column), value: value.trim() }))

  return (fields: readonly string[]): PointRow | Reason => {
    if (fields.length !== header.length) return 'columns'
    if (where.some(({ at, value }) => fields[at]?.trim() !== value)) return 'not-asked-for'
    const name = id < 0 ? '' : (fields[id] ?? '')
    if (name !== '' && seen.has(name)) return 'repeated'
    const place = placeOf(fields[x] ?? '', fields[y] ?? '', columns.degrees)
    if (typeof place === 'string') return place
    const moment = momentOf(yearFirst(fields[date] ?? '', columns.first))
    if (!moment) return 'date'
    const weight = count < 0 ? 1 : numberOf(fields[count] ?? '')
    if (!(weight >= 0)) return 'count'
    if (name !== '') seen.add(name)
    return { ...place, ...moment, weight }
  }
}

/** `31/03/2019 18:05` as `2019-03-31 18:05`; where day or month come first, anything else is no date. */
function yearFirst(text: string, first: Columns['first']): string {
  if (first === undefined) return text
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(.*)$/.exec(text.trim())
  if (!found) return ''
  const [, one = '', other = '', year = '', rest = ''] = found
  const [month, day] = first === 'month' ? [one, other] : [other, one]
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}`
}

function placeOf(xText: string, yText: string, degrees: boolean): { x: number; y: number } | Reason {
  if (xText.trim() === '' || yText.trim() === '') return 'no-coordinates'
  const [x, y] = [numberOf(xText), numberOf(yText)]
  if (Number.isNaN(x) || Number.isNaN(y)) return 'coordinates'
  // Nobody is robbed in the Gulf of Guinea: it is how a missing place is written by many programs.
  if (Math.abs(x) < 1e-3 && Math.abs(y) < 1e-3) return 'null-island'
  if (degrees && (Math.abs(x) > 180 || Math.abs(y) > 90)) return 'coordinates'
  return { x, y }
}

/** A decimal number as it stands in a file, or NaN. */
function numberOf(text: string): number {
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}

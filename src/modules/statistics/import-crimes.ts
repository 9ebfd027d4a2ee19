import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import type pg from 'pg'
import { type ImportOptions, type Into, importRows } from '#platform/import-rows'

/** A row that could not be taken: its line in the file, and what is wrong with it. */
export type RejectedCrime = { readonly line: number; readonly reason: Fault }

type Fault =
  | 'columns'
  | 'crime-id'
  | 'repeated'
  | 'month'
  | 'force'
  | 'coordinates'
  | 'outside-area'
  | 'lsoa'
  | 'crime-type'
  | 'count'
  | 'text'

export type CrimeFile = {
  readonly sha256: string
  readonly rows: number
  readonly rejected: number
  /** Rows taken that have no point on the map: their place was not published. */
  readonly withoutPoint: number
}

type Options = ImportOptions & { readonly onRejected?: (row: RejectedCrime) => void }

/** One way in which published crimes are laid out. `row` gives the table's row, or what is wrong. */
type Layout = {
  readonly header: readonly string[]
  readonly into: Into
  readonly row: (fields: readonly string[], line: number, name: string) => readonly string[] | Fault
  readonly point: (row: readonly string[]) => string | undefined
}

/** London, with room for points that were snapped across its edge. */
const area = { west: -0.52, east: 0.34, south: 51.28, north: 51.7 }

/** data.police.uk's monthly file of one force. */
export const policeUk: Layout = {
  header: [
    ...[
      'Crime ID',
      'Month',
      'Reported by',
      'Falls within',
      'Longitude',
      'Latitude',
      'Location',
      'LSOA code',
      'LSOA name',
    ],
    ...['Crime type', 'Last outcome category', 'Context'],
  ],
  into: {
    table: 'street_crime',
    columns: ['id', 'month', 'force', 'crime_type', 'longitude', 'latitude', 'location', 'lsoa_code', 'outcome'],
    key: ['id'],
    // A crime that is published in a second month too stays where it was first read.
    replaceWhere: 'street_crime.month = excluded.month',
  },
  point: (row) => row[4],
  row: ([id = '', month = '', by = '', within = '', ...rest], line, name) => {
    const [longitude = '', latitude = '', location = '', lsoa = '', , type = '', outcome = ''] = rest
    if (rest.length !== 8) return 'columns'
    if (id !== '' && !/^[0-9a-f]{64}$/.test(id)) return 'crime-id'
    if (!isMonth(month)) return 'month'
    if (by === '' && within === '') return 'force'
    if (type === '') return 'crime-type'
    // Codes change with each census; an old one is as good as a new one.
    if (lsoa !== '' && !/^[EWNS95][0-9A-Z]{8}$/.test(lsoa)) return 'lsoa'
    const fault = longitude === '' && latitude === '' ? undefined : faultOfPoint(longitude, latitude)
    if (fault) return fault
    // Without an id of its own (anti-social behaviour has none), a row is known by its file and line.
    return [id || `${name}:${line}`, month, by || within, type, longitude, latitude, location, lsoa, outcome]
  },
}

/** Thefts by month and snapped point, as in data/london-points. */
export const theftPoints: Layout = {
  header: ['month', 'longitude', 'latitude', 'borough', 'thefts'],
  into: {
    table: 'theft_point',
    columns: ['month', 'longitude', 'latitude', 'borough', 'thefts'],
    key: ['month', 'longitude', 'latitude'],
  },
  point: (row) => row[1],
  row: (fields) => {
    const [month = '', longitude = '', latitude = '', borough = '', thefts = ''] = fields
    if (fields.length !== 5) return 'columns'
    if (!isMonth(month)) return 'month'
    const fault = faultOfPoint(longitude, latitude)
    if (fault) return fault
    if (!/^[0-9]{1,6}$/.test(thefts)) return 'count'
    return [month, longitude, latitude, borough, thefts]
  },
}

const isMonth = (text: string) => /^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$/.test(text)

function faultOfPoint(longitude: string, latitude: string): Fault | undefined {
  if (![longitude, latitude].every((text) => /^-?[0-9]{1,3}(\.[0-9]{1,9})?$/.test(text))) return 'coordinates'
  const [lon, lat] = [Number(longitude), Number(latitude)]
  const isInside = lon >= area.west && lon <= area.east && lat >= area.south && lat <= area.north
  return isInside ? undefined : 'outside-area'
}

/** A file that is not laid out like this at all. Nothing of it was taken. */
export class WrongLayout extends Error {}

/**
 * Reads a file of published crimes into its table, row by row and never all at once. A bad row is reported and passed over.
 * The same file again gives the same rows.
 */
export async function importCrimes(
  db: Pick<pg.Pool, 'query'>,
  file: Readable,
  name: string,
  layout: Layout,
  options: Options = {},
): Promise<CrimeFile> {
  const hash = createHash('sha256')
  const counting = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const records = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true })
  const counts = { rejected: 0, withoutPoint: 0 }
  const reject = (line: number, reason: Fault) => {
    counts.rejected += 1
    options.onRejected?.({ line, reason })
  }
  async function* accepted() {
    const seen = new Set<string>()
    let isFirst = true
    for await (const { record, info } of records as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const fields = record.map((field) => field.trim())
      if (isFirst) {
        isFirst = false
        if (fields.join() !== layout.header.join())
          throw new WrongLayout(
            `its first line is not ${layout.header.join()}. A list with columns of its own is read by: ringback import thefts`,
          )
        continue
      }
      const row = fields.some((field) => /[\0\ud800-\udfff]/.test(field) || field.length > 500)
        ? 'text'
        : layout.row(fields, info.lines, name)
      if (typeof row === 'string') reject(info.lines, row)
      else if (seen.has(keyOf(layout, row))) reject(info.lines, 'repeated')
      else {
        seen.add(keyOf(layout, row))
        if (layout.point(row) === '') counts.withoutPoint += 1
        yield row
      }
    }
    if (isFirst) throw new WrongLayout('it is empty')
  }
  const [, rows] = await Promise.all([
    pipeline(file, counting, records),
    importRows(db, layout.into, accepted(), options).catch((error) => {
      file.destroy()
      throw error
    }),
  ])
  return { sha256: hash.digest('hex'), rows, ...counts }
}

const keyOf = ({ into }: Layout, row: readonly string[]) =>
  into.key.map((column) => row[into.columns.indexOf(column)]).join(' ')

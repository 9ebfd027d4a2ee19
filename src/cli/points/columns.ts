import type { Command } from 'commander'
import { knownCodes } from '#lib/cells/epsg-codes'
import type { Columns } from '#platform/points/point-rows'

/** Which column of a file of points means what, as commander gives it. */
export type ColumnOptions = {
  readonly date: string
  readonly lon: string
  readonly lat: string
  readonly x?: string
  readonly y?: string
  readonly epsg?: string
  readonly proj?: string
  readonly count?: string
  readonly where?: readonly string[]
  readonly dayFirst?: boolean
  readonly monthFirst?: boolean
}

/** The message says what to write instead. */
export class WrongUse extends Error {}

/** The same words wherever a file of points is read: who has named its columns for one command has done so for each. */
export const columnOptions = (command: Command): Command =>
  command
    .option('--date <column>', 'the column of the month, date or time', 'Month')
    .option('--day-first', 'dates are like 31/03/2019 or 31/03/2019 18:05')
    .option('--month-first', 'dates are like 03/31/2019 or 03/31/2019 06:05 PM')
    .option('--lon <column>', 'the column of the longitude (WGS84)', 'Longitude')
    .option('--lat <column>', 'the column of the latitude', 'Latitude')
    .option('--x <column>', 'the column of the easting, instead of a longitude')
    .option('--y <column>', 'the column of the northing, instead of a latitude')
    .option('--epsg <code>', 'the flat map (27700 is the British National Grid); which ones are known stands below')
    .option('--proj <text>', 'a flat map without such a code: "+proj=…" as PROJ writes it, or WKT as in a .prj file')
    .option('--count <column>', 'the column that says for how many events a row stands (default: one)')
    .option('--where <column=value>', 'take these rows only; may be given again', (one, all: string[] = []) => [
      ...all,
      one,
    ])

/** Below the options of each such command. */
export const mapsHelp = `
Maps known by their code, for --epsg:
${wrapped(knownCodes, 118)}
Any other: --proj "$(cat city.prj)", or --proj "+proj=utm +zone=18 +datum=NAD83 +units=m". Datums of our time count as one (a metre or two).`

function wrapped(text: string, width: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`  ${word}`)
  }
  return lines.join('\n')
}

export function columnsOf({ date, lon, lat, x, y, count, where = [], ...order }: ColumnOptions): Columns {
  if ((x === undefined) !== (y === undefined)) throw new WrongUse('--x and --y go together.')
  if (order.dayFirst && order.monthFirst) throw new WrongUse('--day-first and --month-first: dates have one order.')
  const first = order.dayFirst ? 'day' : order.monthFirst ? 'month' : undefined
  return {
    ...{ date, x: x ?? lon, y: y ?? lat, degrees: x === undefined, id: 'Crime ID', first },
    ...(count === undefined ? {} : { count }),
    where: where.map(condition),
  }
}

function condition(text: string) {
  const at = text.indexOf('=')
  if (at < 1) throw new WrongUse(`--where ${text} must be like "Crime type=Robbery".`)
  return { column: text.slice(0, at), value: text.slice(at + 1) }
}

export function above(text: string, option: string, like: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new WrongUse(`${option} ${text} must be ${like}.`)
  return value
}

import type { Command } from 'commander'
import type { Columns } from '#platform/points/point-rows'

/** Which column of a file of points means what, as commander gives it. */
export type ColumnOptions = {
  readonly date: string
  readonly lon: string
  readonly lat: string
  readonly x?: string
  readonly y?: string
  readonly epsg?: string
  readonly count?: string
  readonly where?: readonly string[]
  readonly dayFirst?: boolean
}

/** The message says what to write instead. */
export class WrongUse extends Error {}

/** The same words wherever a file of points is read: who has named its columns for one command has done so for each. */
export const columnOptions = (command: Command): Command =>
  command
    .option('--date <column>', 'the column of the month, date or time', 'Month')
    .option('--day-first', 'dates are like 31/03/2019')
    .option('--lon <column>', 'the column of the longitude (WGS84)', 'Longitude')
    .option('--lat <column>', 'the column of the latitude', 'Latitude')
    .option('--x <column>', 'the column of the easting, instead of a longitude')
    .option('--y <column>', 'the column of the northing, instead of a latitude')
    .option('--epsg <code>', 'the flat map (27700 is the British National Grid)')
    .option('--count <column>', 'the column that says for how many events a row stands (default: one)')
    .option('--where <column=value>', 'take these rows only; may be given again', (one, all: string[] = []) => [
      ...all,
      one,
    ])

export function columnsOf({ date, lon, lat, x, y, count, where = [], dayFirst = false }: ColumnOptions): Columns {
  if ((x === undefined) !== (y === undefined)) throw new WrongUse('--x and --y go together.')
  return {
    ...{ date, x: x ?? lon, y: y ?? lat, degrees: x === undefined, id: 'Crime ID', dayFirst },
    ...(count === undefined ? {} : { count }),
    where: where.map(condition),
  }
}

function condition(text: string) {
  const at = text.indexOf('=')
  if (at < 1) throw new WrongUse(`--where ${text} must be like "Crime type=Robbery".`)
  return { column: text.slice(0, at), value: text.slice(at + 1) }
}

export const epsgOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : above(text, '--epsg', 'a code like 27700')

export function above(text: string, option: string, like: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new WrongUse(`${option} ${text} must be ${like}.`)
  return value
}

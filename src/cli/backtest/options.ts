import { dayOf, momentOf } from '#lib/cells/moment'
import type { Projection } from '#lib/cells/projection'
import { months, type Periods, periodsOfDays } from '#lib/forecast/calendar'
import type { Columns } from '#platform/points/point-rows'
import { above, type ColumnOptions, columnsOf, WrongUse } from '../points/columns.ts'
import { mapNamed } from '../points/map-named.ts'

/** What commander gives. */
export type Options = ColumnOptions & {
  readonly cell: string
  readonly area?: string
  readonly period: string
  readonly testFrom?: string
  readonly testTo?: string
  readonly share: string
  readonly halfLife?: string
  readonly launches?: string
  readonly events?: string
  readonly timeZone?: string
  readonly floorOnly?: boolean
  readonly json?: boolean
}

export type Asked = {
  readonly columns: Columns
  /** The flat map that was named. */
  readonly named: Projection | undefined
  readonly cell: number
  readonly shares: readonly number[]
  /** Undefined: months. */
  readonly days: number | undefined
  readonly halfLife: number | undefined
  readonly timeZone: string | undefined
  readonly testFrom: number | undefined
  readonly testTo: number | undefined
}

export function asked(options: Options): Asked {
  return {
    columns: columnsOf(options),
    named: mapNamed(options),
    cell: above(options.cell, '--cell', 'a length like 150'),
    shares: sharesOf(options.share),
    days: options.period === 'month' ? undefined : wholeDays(options.period),
    halfLife: options.halfLife === undefined ? undefined : above(options.halfLife, '--half-life', 'periods like 3'),
    timeZone: options.timeZone === undefined ? undefined : zoneAsked(options.timeZone),
    testFrom: dayAsked(options.testFrom, '--test-from'),
    testTo: dayAsked(options.testTo, '--test-to'),
  }
}

/** The calendar is one of days: half a day has no first one. */
function wholeDays(text: string): number {
  const like = 'month, or whole days like 7'
  const days = above(text, '--period', like)
  if (!Number.isInteger(days)) throw new WrongUse(`--period ${text} must be ${like}.`)
  return days
}

function sharesOf(text: string): number[] {
  const shares = text.split(',').map((one) => Number(one) / 100)
  if (shares.some((one) => !(one > 0 && one <= 1)) || text.trim() === '')
    throw new WrongUse(`--share ${text} must be per cents like 0.2,0.5,1,5.`)
  return shares.sort((a, b) => a - b)
}

function zoneAsked(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new WrongUse(`--time-zone ${zone} must be a name like Europe/London or America/Vancouver.`)
  }
}

function dayAsked(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  const moment = momentOf(text)
  if (!moment) throw new WrongUse(`${option} ${text} must be like 2019-03 or 2019-03-31.`)
  return Math.floor(moment.day)
}

/** How time is cut: periods of days begin where the test does, so that its first one is whole. */
export const periodsFor = ({ days, testFrom }: Asked): Periods =>
  days === undefined ? months : periodsOfDays(days, testFrom ?? dayOf(1970, 1, 5))

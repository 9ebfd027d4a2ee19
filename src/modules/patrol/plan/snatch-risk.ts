import type { Kysely } from 'kysely'
import type { Sourced } from '../cells/few-reports.ts'
import type { Look } from '../cells/hotspots.ts'
import type { LookedAt } from '../cells/look.ts'
import { handlerOfTheft, type ReportedCellTables, squareAt } from '../cells/thefts-since.ts'
import { londonHour } from '../london-clock.ts'

/** Taken out of a hand, or off a table: what somebody in plain clothes can see happen, and act on. */
const seen: ReadonlySet<string> = new Set(['snatch', 'table'])

/** Hours of London's clock since 1970; `hour` is that of the theft, and undefined where nobody said it. */
export type PlacedTheft = {
  readonly cell: number
  readonly day: number
  readonly hour: number | undefined
  readonly method: string
}

/** From which hour to before which, by the same clock. */
export type Hours = { readonly from: number; readonly to: number }

const weekHours = 7 * 24
/** How much a theft says of a shift: at its hours and on its weekday, at its hours, at others. One hour beside counts as at its hours. */
const says = { hourAndDay: 3, hour: 1.5, other: 0.1 } as const

/** What a theft at each hour of the week says of a shift; over a week that is one on the mean, and so much says one without an hour. */
function weekOf({ from, to }: Hours): Float64Array {
  // A shift over midnight has the evening of one day and the small hours of the next, not those of both.
  const own = new Set(Array.from({ length: to - from + 2 }, (_, at) => (from - 1 + at) % weekHours))
  const hours = new Set([...own].map((hour) => hour % 24))
  const week = Float64Array.from({ length: weekHours }, (_, hour) => {
    if (own.has(hour)) return says.hourAndDay
    return hours.has(hour % 24) ? says.hour : says.other
  })
  const mean = week.reduce((sum, one) => sum + one, 0) / weekHours
  return week.map((one) => one / mean)
}

/**
 * Where phones are snatched, or taken off a table, in the hours of a shift: decayed counts of those kinds alone, each weighed by what
 * its hour of the week says of the shift. Of all thefts' weight, so that plans tell how many of these kinds to expect.
 */
export function snatchRisk(look: Look, thefts: readonly PlacedTheft[], shift: Hours): Float32Array {
  const week = weekOf(shift)
  const shares = new Float32Array(look.counts.cells)
  const all = look.counts.decayed.on(look.day).reduce((sum, one) => sum + one, 0) || 1
  for (const { cell, day, hour, method } of thefts) {
    if (!seen.has(method) || day > look.day) continue
    const decayed = 0.5 ** ((look.day - day) / look.counts.halfLifeDays)
    const weight = hour === undefined ? 1 : (week[hour % weekHours] as number)
    shares[cell] = (shares[cell] as number) + (decayed * weight) / all
  }
  return shares
}

/** Hour 0 of 1970 was on a Thursday; patterns and shifts count from there alike. */
export const hoursOfShift = (begins: Date, hours: number): Hours => {
  const from = londonHour(begins.getTime())
  return { from, to: from + hours }
}

/** The reports of a look, weighed for plain clothes. Published thefts have neither kind nor hour, and are left as they are. */
export async function snatchLook(
  db: Kysely<ReportedCellTables>,
  look: LookedAt,
  {
    tenant,
    handledBy,
    shift,
  }: { readonly tenant: string; readonly handledBy: string | undefined; readonly shift: Hours },
): Promise<Sourced> {
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const rows = await db
    .selectFrom('theft_cell')
    .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
    .select(['easting', 'northing', 'theft_cell.at', 'happened', 'method'])
    .where('demo', '=', own?.demo ?? false)
    .where('gone', '=', false)
    .where('source', '=', 'victim')
    .where('method', 'in', [...seen])
    .$if(handledBy !== undefined, (query) => query.where(handlerOfTheft, '=', handledBy as string))
    .execute()
  const thefts = rows.flatMap(({ easting, northing, at, happened, method }) => {
    const cell = squareAt(look.london.grid, easting, northing)
    const hour = happened === null ? undefined : londonHour(new Date(happened).getTime())
    return cell < 0 ? [] : [{ cell, day: londonHour(new Date(at).getTime()) / 24, hour, method }]
  })
  const shares = snatchRisk(look, thefts, shift)
  return { ...look, learned: { listed: shares, shares }, madeBy: { by: 'snatch' } }
}

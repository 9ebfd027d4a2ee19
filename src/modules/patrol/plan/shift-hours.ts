import { hoursOfWeek } from '#lib/cells/counts'
import { weekdayOf } from '#lib/cells/moment'
import { hidesHours, type Sourced } from '../cells/few-reports.ts'
import { boroughWeek } from '../cells/week-dial.ts'
import { londonHour } from '../london-clock.ts'

/** What the hours of a shift say of how many thefts to expect in it. */
export type ShiftHours = {
  /** Whether hours are known at all. Else each hour counts as any other, and whoever reads of what is expected must be told. */
  readonly byHour: boolean
  /** Times as many thefts as in as long a time at any hour. */
  readonly times: (borough: string) => number
}

/** With so many thefts of its own whose hour is known, a borough's hours say as much as the city's; the city's beside no difference likewise. */
const prior = 100
const hourMs = 3_600_000

/**
 * The share of a borough's thefts that came at the hours of the week of a shift, beside what it would be were all hours alike; shrunk
 * towards the city's share, as that is towards no difference, for few thefts have an hour by chance. Hours that a map may not show are
 * used by no plan: then the city's, or none.
 */
export function shiftHours(look: Sourced, begins: Date, hours: number): ShiftHours {
  // Whoever made the list from the hours of this shift has weighed them already.
  if (look.madeBy?.by === 'snatch') return { byHour: true, times: () => 1 }
  const own = hoursOf(begins, hours)
  const alike = own.size / hoursOfWeek
  const shareOf = (week: Float32Array, before: number) => (inHours(week, own) + prior * before) / (sumOf(week) + prior)
  const city = boroughWeek(look, undefined)
  if (sumOf(city) === 0 || hidesHours(look)) return { byHour: false, times: () => 1 }
  const inCity = shareOf(city, alike)
  return {
    byHour: true,
    times: (borough) => (hidesHours(look, borough) ? inCity : shareOf(boroughWeek(look, borough), inCity)) / alike,
  }
}

/** By London's clock, hour by hour: in the night of a change of clocks one comes twice, or never. */
const hoursOf = (begins: Date, hours: number): ReadonlySet<number> =>
  new Set(
    Array.from({ length: hours }, (_, at) => {
      const hour = londonHour(begins.getTime() + at * hourMs)
      return weekdayOf(hour / 24) * 24 + (hour % 24)
    }),
  )

const sumOf = (week: Float32Array) => week.reduce((sum, one) => sum + one, 0)
const inHours = (week: Float32Array, own: ReadonlySet<number>) =>
  week.reduce((sum, one, hour) => (own.has(hour) ? sum + one : sum), 0)

import { dayOf } from '#lib/cells/moment'
import { type Calendar, calendarOf, lastMonday, months } from '#lib/forecast/calendar'
import { knownLaunches } from './known-launches.ts'

/** No carnival was in the streets in these years. */
export const noCarnival = [2020, 2021]

/** What the learned model knows of London's days: bench and product ask here, so that what is measured is what is shown. */
export const learnedCalendar = (firstMonth: number, lastMonth: number): Calendar =>
  calendarOf(months, knownLaunches(), { events: crowdDays(firstMonth, lastMonth) })

/** Days known years ahead on which London's streets are full, in the years of these months: Notting Hill Carnival and New Year. */
export function crowdDays(firstMonth: number, lastMonth: number): ReadonlySet<number> {
  const days = new Set<number>()
  for (let year = Math.floor(firstMonth / 12); year <= Math.floor(lastMonth / 12); year++) {
    const august = lastMonday(year, 8)
    const carnival = noCarnival.includes(year) ? [] : [august - 1, august]
    for (const day of [dayOf(year, 1), ...carnival, dayOf(year, 12, 31)]) days.add(day)
  }
  return days
}

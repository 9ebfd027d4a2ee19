import { dayOf, firstDayOf, monthOfDay, weekdayOf } from '#lib/cells/moment'

/** How time is cut into periods: months, or so many days from a day on. */
export type Periods = {
  readonly periodsAMonth: number
  readonly at: (day: number) => number
  /** The first day of a period; the next one's is where it ends. */
  readonly from: (period: number) => number
  readonly monthly: boolean
}

export const months: Periods = { periodsAMonth: 1, at: monthOfDay, from: firstDayOf, monthly: true }

/** Periods of so many days; one of them begins on `origin`. */
export function periodsOfDays(days: number, origin: number): Periods {
  const base = Math.floor(origin / days) // so that periods count from about 1970, as days do
  return {
    periodsAMonth: 365.25 / 12 / days,
    at: (day) => Math.floor((Math.floor(day) - origin) / days) + base,
    from: (period) => origin + (period - base) * days,
    monthly: false,
  }
}

/** What the calendar says of a period: the same for every place, and known years ahead. */
export type Calendar = {
  readonly periodsAMonth: number
  readonly of: (period: number) => Readonly<Record<string, number>>
}

/** The day on which a phone went on sale, and the one on which the maker told it where that is known. */
export type Launch = { readonly day: number; readonly name: string; readonly announced?: number }

/** New phones are in pockets, and old ones for sale, in the weeks after. */
const launchDays = 45

/** What else is known of days: those with an event, and how much of each is dark. Darkness says nothing where thefts have no hour. */
export type DaysKnown = { readonly events?: ReadonlySet<number>; readonly darkness?: (day: number) => number }

/**
 * The calendar of England: school terms, bank holidays, Christmas; launches and events as they are listed. A period knows of the
 * launches that were announced before it begins: who foretells September does not know yet when the phones of September come.
 */
export function calendarOf(
  { periodsAMonth, from }: Periods,
  launches: readonly Launch[] = [],
  { events, darkness }: DaysKnown = {},
): Calendar {
  return {
    periodsAMonth,
    of: (period) => {
      const [first, end] = [from(period), from(period + 1)]
      const days = Array.from({ length: end - first }, (_, at) => first + at)
      const share = (is: (day: number) => boolean) => days.filter(is).length / days.length
      const known = launches.filter(({ announced }) => announced === undefined || announced < first)
      return {
        'month of year': monthOfDay((first + end - 1) / 2) % 12,
        'school days': share(isSchoolDay),
        'days off': share(isDayOff),
        Christmas: share(isChristmasTime),
        launches: share((day) => known.some((launch) => day >= launch.day && day < launch.day + launchDays)),
        ...(events && { events: share((day) => events.has(day)) }),
        ...(darkness && { dark: days.reduce((sum, day) => sum + darkness(day), 0) / days.length }),
      }
    },
  }
}

const partsOf = (day: number) => {
  const date = new Date(Math.floor(day) * 86_400_000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() }
}

/** Easter Sunday (the anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [b >> 2, b % 4]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [c >> 2, c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return dayOf(year, Math.floor(n / 31), (n % 31) + 1)
}

const mondayFrom = (day: number) => day + ((7 - weekdayOf(day)) % 7)
export const lastMonday = (year: number, month: number) => mondayFrom(dayOf(year, month + 1) - 7)

/** The eight of England and Wales by rule; a day that falls on a weekend is kept on the next free weekday. Not the single extra ones. */
export function bankHolidaysOf(year: number): number[] {
  const easter = easterOf(year)
  const newYear = dayOf(year, 1)
  const christmas = dayOf(year, 12, 25)
  const off = [christmas, christmas + 1].map((day) => (weekdayOf(day) >= 5 ? day + 2 : day))
  // The first Monday of May was moved to the Friday of Victory in Europe Day, seventy-five years on.
  const may = year === 2020 ? dayOf(2020, 5, 8) : mondayFrom(dayOf(year, 5))
  return [
    ...[weekdayOf(newYear) >= 5 ? mondayFrom(newYear) : newYear, easter - 2, easter + 1, may],
    ...[lastMonday(year, 5), lastMonday(year, 8), ...off],
  ]
}

export const isDayOff = (day: number): boolean => weekdayOf(day) >= 5 || isBankHoliday(day)

const known = new Map<number, ReadonlySet<number>>()
export function isBankHoliday(day: number): boolean {
  const { year } = partsOf(day)
  const days = known.get(year) ?? new Set(bankHolidaysOf(year))
  known.set(year, days)
  return days.has(Math.floor(day))
}

/** 18 November to 1 January: the shops' Christmas. */
const isChristmasTime = (day: number) => {
  const { month, date } = partsOf(day)
  return month === 12 || (month === 11 && date >= 18) || (month === 1 && date === 1)
}

/**
 * Most schools of England: autumn from the first days of September to shortly before Christmas, with a week off at the end of
 * October; spring to Easter with a week off in mid February; summer to about 21 July with a week off at the end of May. Each
 * council sets its own days, so a few are wrong somewhere.
 */
export function isSchoolDay(day: number): boolean {
  if (weekdayOf(day) >= 5 || isBankHoliday(day)) return false
  const { year } = partsOf(day)
  const easter = easterOf(year)
  const within = (from: number, to: number) => day >= from && day < to
  const weekOff = (monday: number) => within(monday, monday + 5)
  if (within(dayOf(year, 7, 22), dayOf(year, 9, 3)) || day >= dayOf(year, 12, 20) || day < dayOf(year, 1, 4))
    return false
  if (within(easter - 14, easter + 7)) return false
  return !(
    weekOff(mondayFrom(dayOf(year, 2, 13))) ||
    weekOff(lastMonday(year, 5)) ||
    weekOff(mondayFrom(dayOf(year, 10, 22)))
  )
}

import { getPosition } from 'suncalc'

export type Place = { readonly lat: number; readonly lon: number }

/** Trafalgar Square. Over London the sun's height differs by less than half a degree. */
const london: Place = { lat: 51.508, lon: -0.128 }

/**
 * Civil dusk: from here on street lights are needed to read a face (6 degrees below the horizon). Almanacs leave out there by how much the
 * air bends light; the height below has it, the same 0.48 degrees for all that is under the horizon.
 */
export const darkBelow = -6 + 0.484

/** Degrees above the horizon, below 0 under it, in London unless another place is given. */
export const sunHeight = (at: Date, { lat, lon } = london): number => getPosition(at, lat, lon).altitude

export const isDark = (at: Date, place = london): boolean => sunHeight(at, place) < darkBelow

const steps = 96

/** Which part of a day by some clock is dark, to a quarter of an hour. */
export function darkShareOf(day: number, timeAt: (day: number) => Date, place = london): number {
  let dark = 0
  for (let step = 0; step < steps; step++) if (isDark(timeAt(day + (step + 0.5) / steps), place)) dark += 1
  return dark / steps
}

/**
 * The time at which the clocks of a zone show that day since 1970 with its part. The zone’s offset is that at noon: in the small
 * hours of the two nights in which clocks are changed it is an hour off, and dark all the same.
 */
export function timeBy(timeZone: string): (day: number) => Date {
  const offsets = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (day) => {
    const date = Math.floor(day)
    const offset = known.get(date) ?? offsetIn(offsets, new Date((date + 0.5) * dayMs))
    known.set(date, offset)
    return new Date(day * dayMs - offset)
  }
}

const dayMs = 86_400_000

/** Reads GMT, GMT-08:00. */
function offsetIn(offsets: Intl.DateTimeFormat, at: Date): number {
  const name = offsets.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
}

/** The hours from 15:00 to midnight by London's clock that are dark at their middle. */
export function darkEveningHours(day: number): number {
  let hours = 0
  for (let hour = 15; hour < 24; hour++) if (isDark(londonTime(day, hour + 0.5))) hours += 1
  return hours
}

/** When it gets dark, as an hour by London's clock with its part: 16.5 is half past four. Undefined on a day that does not. */
export function darkFrom(day: number): number | undefined {
  for (let minute = 14 * 60; minute < 24 * 60; minute += 5) if (isDark(londonTime(day, minute / 60))) return minute / 60
  return undefined
}

/** The time at which London's clock shows that hour on that day; summer time is from the last Sunday of March to that of October. */
export function londonTime(day: number, hour: number): Date {
  const utc = (day + hour / 24) * 86_400_000
  return new Date(isSummerTime(utc - 3_600_000) ? utc - 3_600_000 : utc)
}

/** Both changes are at 01:00 UTC (The Summer Time Order 2002). */
export function isSummerTime(utc: number): boolean {
  const year = new Date(utc).getUTCFullYear()
  const oneOClock = (day: number) => day * 86_400_000 + 3_600_000
  return utc >= oneOClock(lastSunday(year, 3)) && utc < oneOClock(lastSunday(year, 10))
}

/** Days since 1970. */
export function lastSunday(year: number, month: number): number {
  const end = Date.UTC(year, month, 0) / 86_400_000
  return end - ((end + 4) % 7)
}

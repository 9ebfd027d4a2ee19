import { getPosition } from 'suncalc'

/** Trafalgar Square. Over London the sun's height differs by less than half a degree. */
const london = { lat: 51.508, lon: -0.128 }

/** Civil dusk: from here on street lights are needed to read a face (6 degrees below the horizon). */
export const darkBelow = -6

/** Degrees above the horizon, below 0 under it, in London unless another place is given. */
export const sunHeight = (at: Date, { lat, lon } = london): number => getPosition(at, lat, lon).altitude

export const isDark = (at: Date, place = london): boolean => sunHeight(at, place) < darkBelow

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

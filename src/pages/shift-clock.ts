const zone = 'Europe/London'
const minuteFormat = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' })
const hourFormat = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
const dateFormat = new Intl.DateTimeFormat('en-CA', { timeZone: zone })

const hourMs = 3_600_000

/** `14:32`, by London's clock. */
export const shownMinute = (at: Date): string => minuteFormat.format(at)
/** `Friday 27 November`, in London. */
export const shownDay = (at: Date): string => dayFormat.format(at)

/** That hour of London's clock, so many days from today. */
export function hourInLondon(now: Date, hour: number, days = 0): Date {
  const midnight = Date.parse(`${dateFormat.format(now)}T00:00:00Z`) + days * 24 * hourMs
  const utc = new Date(midnight + hour * hourMs)
  const shown = Number(hourFormat.format(utc))
  return new Date(utc.getTime() - (((shown - hour + 36) % 24) - 12) * hourMs)
}

/** How many days from today a day like 2027-08-29 is, in London. Undefined when it is past, or more than a year ahead. */
export function daysAhead(now: Date, day: string): number | undefined {
  const [then, today] = [day, dateFormat.format(now)].map((one) => Date.parse(`${one}T00:00:00Z`) / (24 * hourMs))
  const ahead = (then ?? Number.NaN) - (today ?? 0)
  return ahead >= 0 && ahead <= 366 ? ahead : undefined
}

const hour = 3_600_000
const day = 24 * hour

/** The heartbeat is sent a little before its time, so that it is there when it was promised. */
export const earlyMs = 10 * 60_000

const zone = 'Europe/London'
const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' })
const isWorking = (at: number) => !['Sat', 'Sun'].includes(weekday.format(at))

/**
 * By when a victim hears from us again, ISO 8601, also when nothing has happened: within a day at first, then within five
 * working days, then within 28 days. Bank holidays count as working days: so we are early, never late.
 */
export function promiseOf(openedAt: string, now: string): string {
  const [opened, at] = [Date.parse(openedAt), Date.parse(now)]
  const untilFirst = at - opened < day - 2 * earlyMs
  const untilSecond = at < workingDaysAfter(opened, 5)
  const next = untilFirst ? at + day : untilSecond ? workingDaysAfter(at, 5) : at + 28 * day
  return new Date(next).toISOString()
}

/** How long a case's end can be challenged after the victim was told of it, ISO 8601. */
export const challengeUntil = (now: string) => new Date(Date.parse(now) + 28 * day).toISOString()

/** The same time of day, so many working days on, in milliseconds. */
export function workingDaysAfter(from: number, days: number): number {
  let at = from
  for (let left = days; left > 0; ) {
    at += day
    if (isWorking(at)) left--
  }
  return at
}

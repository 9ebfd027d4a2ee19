import { eventAt } from './cells/reported-cells.ts'

const hourMs = 3_600_000
const known = new Map<number, number>()

/** Hours of London’s clock since 1970, of the full hour that a time lies in. */
export function londonHour(at: number): number {
  const hour = Math.floor(at / hourMs)
  const before = known.get(hour)
  if (before !== undefined) return before
  const found = Math.round(eventAt(new Date(hour * hourMs).toISOString()).day * 24)
  if (known.size > 5_000) known.clear() // nine weeks are 1,512 hours
  known.set(hour, found)
  return found
}

const dateFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })
/** `2026-07-04`: the date in London, which in summer is a day ahead of UTC for an hour. */
export const londonDate = (at: Date): string => dateFormat.format(at)

/** The time at which London’s clock shows that hour. */
export function timeOfLondonHour(hour: number): Date {
  const ahead = londonHour(hour * hourMs) - hour
  return new Date((hour - ahead) * hourMs)
}

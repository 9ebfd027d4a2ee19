/** When something was, as a file says it: by the local clock, whatever zone may be written behind. */
export type Moment = {
  /** Days since 1970, with the part of the day where it is known; a month alone stands on its first day. */
  readonly day: number
  /** Months since January of the year 0. */
  readonly month: number
  /** 0 to 167 from Monday midnight, where the file has the hour. */
  readonly hourOfWeek?: number
  /** Only the month is known: no day may be counted with it. */
  readonly monthOnly: boolean
}

const form =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?([AP])\.?M\.?|Z|[+-]\d{2}:?\d{2})?)?)?$/i

/**
 * Reads `2019-03`, `2019-03-31`, `2019-03-31T18:05` and `2019-03-31 6:05 PM`, with or without seconds and zone. Undefined for anything
 * else.
 */
export function momentOf(text: string): Moment | undefined {
  const found = form.exec(text.trim())
  if (!found) return undefined
  const half = found[6]?.toUpperCase()
  const [year, month, date, said, minute] = found
    .slice(1, 6)
    .map((part) => (part === undefined ? undefined : Number(part)))
  if (year === undefined || month === undefined || month < 1 || month > 12) return undefined
  const monthOnly = date === undefined
  const day = dayOf(year, month, date ?? 1)
  if (date !== undefined && (date < 1 || date > daysIn(year, month))) return undefined
  const common = { month: year * 12 + month - 1, monthOnly }
  if (said === undefined || minute === undefined) return { ...common, day }
  // Twelve is the first hour of each half of the day.
  if (half !== undefined && (said < 1 || said > 12)) return undefined
  const hour = half === undefined ? said : (said % 12) + (half === 'P' ? 12 : 0)
  if (hour > 23 || minute > 59) return undefined
  return { ...common, day: day + (hour * 60 + minute) / 1440, hourOfWeek: weekdayOf(day) * 24 + hour }
}

/** Days since 1970-01-01. */
export const dayOf = (year: number, month: number, date = 1): number => Date.UTC(year, month - 1, date) / 86_400_000
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()
/** 0 is Monday; 1970 began on a Thursday. */
export const weekdayOf = (day: number): number => (((Math.floor(day) + 3) % 7) + 7) % 7
export const firstDayOf = (month: number): number => dayOf(Math.floor(month / 12), (month % 12) + 1)
export const nameOfMonth = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
export const nameOfDay = (day: number): string => new Date(Math.floor(day) * 86_400_000).toISOString().slice(0, 10)
export const monthOfDay = (day: number): number => {
  const date = new Date(Math.floor(day) * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

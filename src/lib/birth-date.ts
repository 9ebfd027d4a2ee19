import { readDay } from './typed-day.ts'

/** A date of birth as people write it (typed-day.ts): ISO 8601; undefined when no such day was between 1900 and `today`. */
export function readBirthDate(typed: string, today: string): string | undefined {
  const day = readDay(typed)
  return day !== undefined && day <= today.slice(0, 10) ? day : undefined
}

import { kept } from '#lib/kept'

/** A register entry is looked at again after six years, the review period of ordinary police records. */
const reviewYears = kept.registerEntry.ms / (365 * 86_400_000)

/** When a person must look again at whether an entry's numbers and names are still needed. */
export function reviewOf(now: string): string {
  const date = new Date(now)
  date.setUTCFullYear(date.getUTCFullYear() + reviewYears)
  return date.toISOString()
}

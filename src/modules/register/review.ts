/** A register entry is looked at again after six years, the review period of ordinary police records. */
const reviewYears = 6

/** When a person must look again at whether an entry's numbers and names are still needed. */
export function reviewOf(now: string): string {
  const date = new Date(now)
  date.setUTCFullYear(date.getUTCFullYear() + reviewYears)
  return date.toISOString()
}

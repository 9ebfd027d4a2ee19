/** A case's numbers are looked at again after 28 days (proof ladder, level 2). */
const reviewDays = 28

/** When a person must look again at whether a case's numbers are still needed, ISO 8601. */
export const reviewOf = (now: string) => new Date(Date.parse(now) + reviewDays * 86_400_000).toISOString()

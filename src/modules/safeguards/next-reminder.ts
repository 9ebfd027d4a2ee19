const everyDays = 182

/** Twice a year: a phone gets about two large updates in one, and each moves a setting. */
export const nextReminder = (now: string): string => new Date(Date.parse(now) + everyDays * 86_400_000).toISOString()

import { kept } from '#lib/kept'

/** When a person must look again at whether a case's numbers are still needed, ISO 8601. */
export const reviewOf = (now: string) => new Date(Date.parse(now) + kept.caseNumbers.ms).toISOString()

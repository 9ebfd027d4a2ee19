import { z } from 'zod'

/** The opaque name of a member of staff. */
export const StaffId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)

/** What makes a look-up one that somebody should explain. */
export const doubts = [
  'own-number', // the case is of a number that they said is their own
  'often', // they looked again and again, and did nothing
] as const
export type Doubt = (typeof doubts)[number]

/** What the auditor found. */
export const findings = ['had-reason', 'taken-further'] as const
export type Finding = (typeof findings)[number]

/** So many visits to one case within a week, by one person who did nothing in it, are many. */
export const oftenFrom = 8
export const oftenWithinMs = 7 * 86_400_000
/** The same person and case come before the auditor once in this time. */
export const onceInMs = 28 * 86_400_000
/** Own numbers that one person says. */
export const mostOwn = 4

import { z } from 'zod'
import { readDay } from '#lib/typed-day'

/** A day as people write it, for who fills in a form; ISO 8601 for who reads it. `says`: what to enter where it is none. */
export const dayField = (says: string) =>
  z.string().transform((typed, context) => {
    const day = readDay(typed)
    if (day !== undefined) return day
    context.addIssue({ code: 'custom', message: says })
    return z.NEVER
  })

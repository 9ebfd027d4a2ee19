import { z } from 'zod'
import { readDay } from '#lib/typed-day'
import { sources } from '../cells/look.ts'
import { patrolledBy } from './ask-study.ts'

/** How the page and the file of an effect are asked. */
export const StudyQuery = z.object({
  of: z.enum(sources).default('reports'),
  by: z.enum(patrolledBy).default('walked'),
  since: z
    .string()
    .trim()
    .max(40)
    .default('')
    .transform((typed) => {
      const day = readDay(typed)
      return { typed, at: day === undefined ? undefined : new Date(`${day}T00:00:00Z`), isWrong: typed !== '' && !day }
    }),
})

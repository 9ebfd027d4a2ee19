import { z } from 'zod'
import { sources } from '../cells/look.ts'
import { patrolledBy } from './ask-study.ts'

/** How the page and the file of an effect are asked. */
export const StudyQuery = z.object({
  of: z.enum(sources).default('reports'),
  by: z.enum(patrolledBy).default('walked'),
  since: z
    .string()
    .trim()
    .max(10)
    .optional()
    .transform((typed) => {
      const at = typed && /^\d{4}-\d\d-\d\d$/.test(typed) ? new Date(`${typed}T00:00:00Z`) : undefined
      return at && !Number.isNaN(at.getTime()) ? at : undefined
    }),
})

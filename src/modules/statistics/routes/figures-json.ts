import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { figuresOf, lastTwelveMonths, measures, rowsOf } from '../public.ts'

const Row = z.object({
  measure: z.string(),
  month: z.string(),
  group: z.string(),
  column: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  status: z.string(),
})

/** The same values as the CSV, as JSON. */
export default defineRoute()({
  method: 'GET',
  url: '/figures/:slug/months.json',
  who: 'anyone',
  summary: 'A published measure as JSON, one object a value, with how it is counted',
  params: z.object({ slug: z.string() }),
  reply: z.object({ title: z.string(), caveats: z.array(z.string()), hideBelow: z.number(), figures: z.array(Row) }),

  async handle({ slug }, { db }) {
    const measure = (await measures()).find((one) => one.slug === slug)
    if (!measure) return problem('not-found')
    const { title, caveats, hideBelow } = measure
    const figures = await figuresOf(db, measure, await lastTwelveMonths(db))
    return { title, caveats: [...caveats], hideBelow, figures: rowsOf(measure, figures, 'published') }
  },
})

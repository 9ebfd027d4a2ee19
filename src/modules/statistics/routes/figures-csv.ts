import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { csvOf, figuresOf, lastTwelveMonths, measures, rowsOf } from '../public.ts'

/** A measure as CSV (RFC 4180), with the same hiding of small counts as on its page. */
export default defineRoute()({
  method: 'GET',
  url: '/figures/:slug/months.csv',
  who: 'anyone',
  summary: 'A published measure as CSV, one row a value; an empty value says in its status why',
  params: z.object({ slug: z.string() }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ slug }, { db }) {
    const measure = (await measures()).find((one) => one.slug === slug)
    if (!measure) return problem('not-found')
    const figures = await figuresOf(db, measure, await lastTwelveMonths(db))
    return csvOf(rowsOf(measure, figures, 'published'))
  },
})

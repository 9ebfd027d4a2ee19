import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { csvOf, figuresOf, isDemo, lastTwelveMonths, measures, rowsOf } from '../public.ts'

/** The pretend figures of a demo as CSV, at an address of their own; each row says `simulated`. */
export default defineRoute()({
  method: 'GET',
  url: '/figures/:slug/in-simulation.csv',
  who: 'anyone',
  summary: 'The figures of a demo as CSV, counted from pretend cases only; not found where there is no demo',
  params: z.object({ slug: z.string() }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ slug }, { db }) {
    const measure = (await measures()).find((one) => one.slug === slug)
    if (!measure || !(await isDemo(db))) return problem('not-found')
    const figures = await figuresOf(db, measure, await lastTwelveMonths(db, { withThis: true }), 'simulated')
    return csvOf(rowsOf(measure, figures, 'simulated'))
  },
})

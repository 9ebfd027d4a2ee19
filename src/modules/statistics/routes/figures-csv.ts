import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { figuresOf, lastTwelveMonths, measures } from '../public.ts'

/** A measure's months as CSV (RFC 4180), with the same hiding of small counts as on its page. */
export default defineRoute()({
  method: 'GET',
  url: '/figures/:slug/months.csv',
  who: 'anyone',
  summary: 'The months of a published measure as CSV; an empty value is too few to publish',
  params: z.object({ slug: z.string() }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ slug }, { db }) {
    const measure = (await measures()).find((one) => one.slug === slug)
    if (!measure) return problem('not-found')
    const figures = await figuresOf(db, measure, await lastTwelveMonths(db))
    const rows = figures.map(({ month, value, tooFew }) => `${month},${value ?? ''},${measure.unit},${tooFew}`)
    return `${['month,value,unit,too_few', ...rows].join('\r\n')}\r\n`
  },
})

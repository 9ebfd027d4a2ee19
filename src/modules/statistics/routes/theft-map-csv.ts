import { z } from 'zod'
import { defineRoute } from '#http'
import { theftMap } from '../public.ts'

/** What the map shows by borough, as CSV (RFC 4180). */
export default defineRoute()({
  method: 'GET',
  url: '/figures/map/boroughs.csv',
  who: 'anyone',
  summary: 'Published thefts from the person by London borough as CSV; an empty value is too few to publish',
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(_, { db }) {
    const { boroughs, months } = await theftMap(db)
    const rows = boroughs.map(({ borough, thefts, percent }) =>
      [borough, months?.from ?? '', months?.to ?? '', thefts ?? '', percent ?? ''].join(','),
    )
    return `${['borough,first_month,last_month,thefts,percent', ...rows].join('\r\n')}\r\n`
  },
})

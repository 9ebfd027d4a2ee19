import { z } from 'zod'
import { defineRoute } from '#http'
import { theftMap } from '../public.ts'

/** What the map shows by borough, as CSV (RFC 4180). */
export default defineRoute()({
  method: 'GET',
  url: '/figures/map/boroughs.csv',
  who: 'anyone',
  summary:
    'Published thefts from the person by London borough as CSV; an empty value is too few to publish; months_not_known are in no count',
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(_, { db }) {
    const { boroughs, months } = await theftMap(db)
    const rows = boroughs.map(({ borough, thefts, percent, unknown }) =>
      [borough, months?.from ?? '', months?.to ?? '', thefts ?? '', percent ?? '', unknown].join(','),
    )
    return `${['borough,first_month,last_month,thefts,percent,months_not_known', ...rows].join('\r\n')}\r\n`
  },
})

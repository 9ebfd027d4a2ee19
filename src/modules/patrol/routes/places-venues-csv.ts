import { z } from 'zod'
import { defineRoute } from '#http'
import { centreOf } from '#lib/cells/grid'
import { csvOf } from '#lib/csv'
import { nameOfSquare } from '../cells/asked.ts'
import { londonCells } from '../cells/london-cells.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked } from '../places/asked.ts'
import { riskLook } from '../risk/risk-look.ts'

const columns = [
  ...['near', 'borough', 'easting', 'northing', 'kinds_of_place', 'thefts', 'expected', 'q', 'night'],
  ...['of_four_weeks_ago', 'identified'],
]

/** The venue-level repeat list (B06). */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/venues.csv',
  who: { act: 'look', record: 'hotspot' },
  summary:
    'Squares with a venue or station and three thefts or more in a year as CSV, beside what was to be expected and what luck brings',
  query: PlacesAsked.pick({ borough: true }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ borough }, context) {
    const { venues } = await riskLook(borough, context)
    const rows = venues.map(({ cell, kinds, thefts, expected, q, night, told, ...venue }) => {
      const [easting, northing] = centreOf(londonCells().grid, cell)
      return {
        ...{ near: nameOfSquare(cell), borough: venue.borough, easting, northing, kinds_of_place: kinds.join(' ') },
        ...{ thefts, expected: expected?.toFixed(1), q: q?.toFixed(4), night },
        ...{ of_four_weeks_ago: told.thefts, identified: told.identified },
      }
    })
    return csvOf(columns, rows)
  },
})

import { z } from 'zod'
import { defineRoute } from '#http'
import { centreOf } from '#lib/cells/grid'
import { csvOf } from '#lib/csv'
import { nameOfSquare } from '../cells/asked.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked, placesLook } from '../places/asked.ts'
import { nightSquares, nightTold } from '../places/at-night.ts'
import { placeKinds } from '../places/kinds.ts'

/** Thefts at night (B21). */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/night.csv',
  who: { act: 'look', record: 'hotspot' },
  summary:
    'Thefts from ten at night to six as CSV, by square of 150 m: reports to Ringback whose victim said the hour of the theft',
  query: PlacesAsked.pick({ borough: true }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(asked, context) {
    const look = await placesLook({ of: 'reports', borough: asked.borough }, context)
    const rows = nightSquares(look, asked.borough).map((square) => {
      const { cell, borough } = square
      const { night, all } = nightTold(square)
      const [easting, northing] = centreOf(look.london.grid, cell)
      const kinds = placeKinds().of(cell).join(' ')
      return {
        ...{ near: nameOfSquare(cell), borough, easting, northing, night, hour_known: all },
        ...{ kinds_of_place: kinds },
      }
    })
    return csvOf(['near', 'borough', 'easting', 'northing', 'night', 'hour_known', 'kinds_of_place'], rows)
  },
})

import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked, placesLook } from '../places/asked.ts'
import { kindShares } from '../places/shares.ts'

/** Thefts by kind of place (B92), for whoever runs such places. */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/kinds.csv',
  who: { act: 'look', record: 'hotspot' },
  summary: 'Thefts of the last twelve months by kind of place as CSV: squares of 150 m that hold one',
  query: PlacesAsked,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(asked, context) {
    const rows = kindShares(await placesLook(asked, context)).map(({ share, timesAsMany, ...row }) => ({
      ...{ ...row, share: share.toFixed(4), times_as_many: timesAsMany.toFixed(2) },
    }))
    return csvOf(['kind', 'name', 'places', 'squares', 'thefts', 'share', 'times_as_many'], rows)
  },
})

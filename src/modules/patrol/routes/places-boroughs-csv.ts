import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import { hotspotsOf } from '../cells/hotspots.ts'
import { leastRecall } from '../cells/outer-boroughs.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked, placesLook } from '../places/asked.ts'
import { boroughShares } from '../places/borough-shares.ts'

const columns = [
  ...['borough', 'share_of_thefts', 'squares', 'share_of_list', 'floor'],
  ...['outer', 'thefts_after_lists', 'in_listed_squares', 'recall', 'recall_floor'],
]

/** What each borough has of the list, and how much of its thefts past lists held (B22). */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/boroughs.csv',
  who: { act: 'look', record: 'hotspot' },
  summary:
    'Each borough’s share of thefts and of the list of hotspots as CSV, with the least that it gets; recall: how much of its thefts past lists held',
  query: PlacesAsked,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(asked, context) {
    const look = await placesLook(asked, context)
    const rows = boroughShares(look, hotspotsOf(look)).map(({ borough, squares, ...shares }) => ({
      ...{ borough, squares, share_of_thefts: shares.weight.toFixed(4) },
      ...{ share_of_list: shares.listed.toFixed(4), floor: shares.floor.toFixed(4) },
      ...{ outer: String(shares.outer), thefts_after_lists: shares.thefts, in_listed_squares: shares.found },
      ...{ recall: shares.recall?.toFixed(4) ?? '', recall_floor: shares.outer ? leastRecall.toFixed(2) : '' },
    }))
    return csvOf(columns, rows)
  },
})

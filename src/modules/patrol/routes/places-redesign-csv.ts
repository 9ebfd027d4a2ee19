import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked, placesLook } from '../places/asked.ts'
import { toRedesign } from '../places/redesign.ts'

/** The list of places to look at again (B69). */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/redesign.csv',
  who: { act: 'look', record: 'hotspot' },
  summary: 'Lasting hotspots for councils as CSV: where, why, and what could be changed',
  query: PlacesAsked,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(asked, context) {
    const rows = toRedesign(await placesLook(asked, context), asked.borough).map(
      ({ lasting: { listed, lists, borough }, thefts, before, near, easting, northing, reasons, works }) => ({
        ...{ near, borough, easting, northing, thefts, thefts_year_before: before, months_listed: listed, lists },
        ...{ reasons: reasons.map(({ says }) => says).join(' '), look_at: reasons.map(({ look }) => look).join(' ') },
        could_change: works.join(' '),
      }),
    )
    const columns = ['near', 'borough', 'easting', 'northing', 'thefts', 'thefts_year_before'] as const
    return csvOf([...columns, 'months_listed', 'lists', 'reasons', 'look_at', 'could_change'], rows)
  },
})

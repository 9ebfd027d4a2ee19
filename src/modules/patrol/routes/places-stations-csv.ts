import { z } from 'zod'
import { defineRoute } from '#http'
import { csvOf } from '#lib/csv'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked, placesLook } from '../places/asked.ts'
import { stationThefts } from '../places/shares.ts'

/** Thefts near stations (B17). */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/stations.csv',
  who: { act: 'look', record: 'hotspot' },
  summary: 'Thefts within 250 m of each station as CSV, and by million passengers where they are known',
  query: PlacesAsked,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle(asked, context) {
    const rows = stationThefts(await placesLook(asked, context)).map(({ passengers, perMillion, ...row }) => ({
      ...{ ...row, passengers_2016: passengers, per_million: perMillion?.toFixed(2) },
    }))
    return csvOf(['name', 'easting', 'northing', 'thefts', 'passengers_2016', 'per_million'], rows)
  },
})

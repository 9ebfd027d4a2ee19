import { z } from 'zod'
import { defineRoute } from '#http'
import { centreOf } from '#lib/cells/grid'
import { lonLatOf } from '#lib/geo/grid'
import { hotspotsAsked, nameOfSquare } from '../cells/asked.ts'
import { sources } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'

const head = 'rank,near,borough,easting,northing,longitude,latitude,thefts,weight,z,q'

/** The list of hotspots as CSV (RFC 4180): easting and northing of each square's middle, metres. */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/hotspots/squares.csv',
  who: { act: 'look', record: 'hotspot' },
  summary:
    'Hotspots as CSV: the squares of 150 m with the highest decayed counts; q is Gi* after Benjamini and Hochberg',
  query: z.object({ of: z.enum(sources).default('published'), borough: z.string().max(40).optional() }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ of, borough }, { db, tenant, now }) {
    const { look, spots } = await hotspotsAsked(db, { source: of, tenant, now: now() })
    const rows = spots
      .filter((spot) => !borough || spot.borough === borough)
      .map(({ cell, rank, thefts, score, z: high, q, ...spot }) => {
        const [easting, northing] = centreOf(look.london.grid, cell)
        const { lon, lat } = lonLatOf({ easting, northing })
        const place = [rank, `"${nameOfSquare(cell).replaceAll('"', '""')}"`, spot.borough, easting, northing]
        const figures = [lon.toFixed(6), lat.toFixed(6), thefts, score.toFixed(3), high.toFixed(2), q.toExponential(2)]
        return [...place, ...figures].join(',')
      })
    return `${[head, ...rows].join('\r\n')}\r\n`
  },
})

import { z } from 'zod'
import { defineRoute } from '#http'
import { hotspotsAsked, SquaresAsked } from '../cells/asked.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { cornersOf, squaresOut } from '../cells/squares-out.ts'
import { demandSource } from '../cells/whose-look.ts'

/** The same list as GeoJSON (RFC 7946), for other programs and for the map of our own page. */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/hotspots/squares.geojson',
  who: { act: 'look', record: 'hotspot' },
  summary: 'Hotspots as GeoJSON: the squares of 150 m with the highest decayed counts, with the H3 cell of each middle',
  query: SquaresAsked,
  produces: 'application/geo+json; charset=utf-8',
  reply: z.string(),

  async handle({ of, borough, until }, context) {
    const asked = { ...demandSource(of, context), now: context.now(), until }
    const { look, spots, came } = await hotspotsAsked(context.db, asked)
    const own = spots.filter((spot) => !borough || spot.borough === borough)
    const features = (await squaresOut(look, own, await came())).map(({ spot, near, h3, came, expected, shade }) => ({
      ...{ type: 'Feature', id: spot.cell },
      geometry: { type: 'Polygon', coordinates: [cornersOf(look.london.grid, spot.cell)] },
      properties: {
        ...{ cell: spot.cell, rank: spot.rank, near, borough: spot.borough, thefts: spot.thefts, shade, h3 },
        ...{ weight: round(spot.score, 3), z: round(spot.z, 2), q: spot.q },
        ...{ how_it_came: came ?? null, expected_next_month: expected === undefined ? null : round(expected, 2) },
      },
    }))
    const { source, at, thefts, version } = look
    return JSON.stringify({ type: 'FeatureCollection', of: source, until: at, thefts, version, features })
  },
})

const round = (value: number, places: number) => Number(value.toFixed(places))

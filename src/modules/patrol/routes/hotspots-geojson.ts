import { z } from 'zod'
import { defineRoute } from '#http'
import { hotspotsAsked, SquaresAsked } from '../cells/asked.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { cornersOf, squaresOut } from '../cells/squares-out.ts'
import { demandSource, writeDownLook, writeDownOpenMap } from '../cells/whose-look.ts'

/** The same list as GeoJSON (RFC 7946), for other programs and for the map of our own page. */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/hotspots/squares.geojson',
  who: { act: 'look', record: 'hotspot' },
  summary: 'Hotspots as GeoJSON: the squares of 150 m with the highest decayed counts, with the H3 cell of each middle',
  query: SquaresAsked.extend({
    again: z.literal('1').optional().describe('a map that stays open asks: its look is written down once an hour'),
  }),
  produces: 'application/geo+json; charset=utf-8',
  reply: z.string(),

  async handle({ of, borough, until, by, method, again }, context) {
    const asked = { ...demandSource(of, context), now: context.now(), until, by, method }
    const { look, spots, came } = await hotspotsAsked(context.db, asked)
    await (again ? writeDownOpenMap : writeDownLook)(context, look, borough)
    const own = spots.filter((spot) => !borough || spot.borough === borough)
    const features = (await squaresOut(look, own, await came())).map(
      ({ spot, told, near, h3, came, expected, learned, shade }) => ({
        ...{ type: 'Feature', id: spot.cell },
        geometry: { type: 'Polygon', coordinates: [cornersOf(look.london.grid, spot.cell)] },
        properties: {
          ...{ cell: spot.cell, rank: spot.rank, near, borough: spot.borough, thefts: told.thefts, shade, h3 },
          ...{ weight: round(told.weight, 3), z: round(told.z, 2), q: told.q ?? null },
          ...{ how_it_came: came ?? null, expected_next_month: round(expected, 2) },
          expected_by_learned_model: round(learned, 2),
        },
      }),
    )
    const { source, at, thefts, version, method: kind } = look
    return JSON.stringify({ type: 'FeatureCollection', of: source, until: at, method: kind, thefts, version, features })
  },
})

const round = (value: number | undefined, places: number) =>
  value === undefined ? null : Number(value.toFixed(places))

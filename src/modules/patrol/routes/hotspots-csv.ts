import { z } from 'zod'
import { defineRoute } from '#http'
import { hotspotsAsked, SquaresAsked } from '../cells/asked.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { type SquareOut, squaresOut } from '../cells/squares-out.ts'
import { demandSource, writeDownLook } from '../cells/whose-look.ts'

const head =
  'rank,near,borough,easting,northing,longitude,latitude,thefts,weight,z,q,h3,how_it_came,expected_next_month,floor_rank,expected_by_learned_model,until'

/** The list of hotspots as CSV (RFC 4180): easting and northing of each square's middle, metres. */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/hotspots/squares.csv',
  who: { act: 'look', record: 'hotspot' },
  summary:
    'Hotspots as CSV: the squares of 150 m with the highest decayed counts; q is Gi* after Benjamini and Hochberg',
  query: SquaresAsked,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ of, borough, until, by, method }, context) {
    const asked = { ...demandSource(of, context), now: context.now(), until, by, method }
    const { look, spots, came } = await hotspotsAsked(context.db, asked)
    await writeDownLook(context, look, borough)
    const own = spots.filter((spot) => !borough || spot.borough === borough)
    const rows = (await squaresOut(look, own, await came())).map((square) =>
      [line(square), ...learnedOf(square), look.at].join(','),
    )
    return `${[head, ...rows].join('\r\n')}\r\n`
  },
})

/** Empty where the floor makes the list. */
const learnedOf = ({ spot, learned }: SquareOut) =>
  learned === undefined ? ['', ''] : [spot.floorRank || '', learned.toFixed(2)]

function line({ spot, told, near, easting, northing, lon, lat, h3, came, expected }: SquareOut): string {
  const place = [spot.rank, `"${near.replaceAll('"', '""')}"`, spot.borough, easting, northing]
  const figures = [told.thefts, told.weight?.toFixed(3), told.z?.toFixed(2), told.q?.toExponential(2)]
  return [...place, lon.toFixed(6), lat.toFixed(6), ...figures, h3, came ?? '', expected?.toFixed(2) ?? ''].join(',')
}

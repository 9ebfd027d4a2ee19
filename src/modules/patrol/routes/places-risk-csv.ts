import { z } from 'zod'
import { defineRoute } from '#http'
import { centreOf } from '#lib/cells/grid'
import { csvOf } from '#lib/csv'
import { nameOfSquare } from '../cells/asked.ts'
import { londonCells } from '../cells/london-cells.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { PlacesAsked } from '../places/asked.ts'
import type { ToldGroup } from '../risk/chance-identified.ts'
import { riskLook } from '../risk/risk-look.ts'

const columns = ['by', 'name', 'easting', 'northing', 'thefts', 'identified', 'chance', 'low', 'high']
const toldIn = ({ thefts, identified, chance }: ToldGroup) => ({
  ...{
    thefts,
    identified,
    chance: chance?.share.toFixed(4),
    low: chance?.low.toFixed(4),
    high: chance?.high.toFixed(4),
  },
})

/** The chance of identification per theft (B06). */
export default defineRoute<ReportedCellTables>()({
  method: 'GET',
  url: '/staff/places/risk.csv',
  who: { act: 'look', record: 'hotspot' },
  summary:
    'How often police came to know of somebody for a theft, with 95% intervals, as CSV: by borough, part of the week, kind of place, and square; reports of a year, each four weeks old or older',
  query: PlacesAsked.pick({ borough: true }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ borough }, context) {
    const { all, boroughs, parts, kinds, squares } = await riskLook(borough, context)
    const named = (by: string) => (group: ToldGroup) => ({ by, name: group.name, ...toldIn(group) })
    return csvOf(columns, [
      named('all')(all),
      ...boroughs.filter(({ name }) => borough === undefined || name === borough).map(named('borough')),
      ...parts.map(named('part of the week')),
      ...kinds.map(named('kind of place')),
      ...squares.map(({ cell, told }) => {
        const [easting, northing] = centreOf(londonCells().grid, cell)
        return { by: 'square', ...{ easting, northing }, ...toldIn(told), name: nameOfSquare(cell) }
      }),
    ])
  },
})

import { cellAt, centreOf } from '#lib/cells/grid'
import { nameOfMonth } from '#lib/cells/moment'
import { britishNationalGrid, type Projection } from '#lib/cells/projection'
import { gridOf, lonLatOf } from '#lib/geo/grid'
import { londonCells } from '#modules/patrol/public'
import type { PointRow } from '#platform/points/point-rows'

/** Why a row that could be read is left out all the same. */
export const more = {
  'outside-area': 'it is not in Greater London',
  'not-whole': 'its count is no whole number up to 999,999',
} as const
export type More = keyof typeof more

type ToGrid = (x: number, y: number) => { readonly easting: number; readonly northing: number }

/**
 * Thefts added up by month and square of 150 metres, as `theft_point` holds them. Each stands in the middle of its square: the map
 * asks for no more, and nobody’s door is kept.
 */
export function theftsInSquares({ degrees, map }: { readonly degrees: boolean; readonly map: Projection | undefined }) {
  const london = londonCells()
  const toGrid = toGridFrom(degrees, map)
  const months = new Map<number, Map<number, number>>()
  return {
    add({ x, y, month, weight }: PointRow): More | undefined {
      if (!Number.isInteger(weight) || weight > 999_999) return 'not-whole'
      const { easting, northing } = toGrid(x, y)
      const cell = cellAt(london.grid, easting, northing)
      if (!(cell >= 0 && london.mask[cell])) return 'outside-area'
      const counts = months.get(month) ?? new Map<number, number>()
      months.set(month, counts.set(cell, (counts.get(cell) ?? 0) + weight))
      return undefined
    },
    /** In the order of the columns of `theft_point`. */
    rows: (): string[][] =>
      [...months].flatMap(([month, counts]) =>
        [...counts]
          .filter(([, thefts]) => thefts > 0)
          .map(([cell, thefts]) => {
            const [easting, northing] = centreOf(london.grid, cell)
            const { lon, lat } = lonLatOf({ easting, northing })
            const borough = london.boroughs[london.boroughOf[cell] as number] ?? ''
            return [nameOfMonth(month), lon.toFixed(6), lat.toFixed(6), borough, String(thefts)]
          }),
      ),
  }
}

function toGridFrom(degrees: boolean, map: Projection | undefined): ToGrid {
  if (degrees) return (lon, lat) => gridOf({ lon, lat })
  if (!map || map.epsg === britishNationalGrid) return (easting, northing) => ({ easting, northing })
  return (x, y) => {
    const [lon, lat] = map.inverse(x, y)
    return gridOf({ lon, lat })
  }
}

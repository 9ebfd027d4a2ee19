import { cellCounts } from '#lib/cells/counts'
import { firstDayOf } from '#lib/cells/moment'
import { poisson, seeded } from '#lib/stats/random'
import type { Look } from '#modules/patrol/cells/hotspots'
import { londonCells } from '#modules/patrol/cells/london-cells'

export const london = londonCells()
/** Squares of London. */
export const inside = [...london.mask.keys()].filter((cell) => london.mask[cell])
export const cellsIn = (borough: string) =>
  inside.filter((cell) => london.boroughOf[cell] === london.boroughs.indexOf(borough))
/** January 2024, as months since year 0. */
export const first = 2024 * 12
export const day = (month: number) => firstDayOf(month) + 14

/** Thefts in months from January 2024, each square at its own rate; `times` bends one square in one month. */
export function town(
  rates: ReadonlyMap<number, number>,
  months: number,
  seed: number,
  times = (_cell: number, _month: number) => 1,
): Look {
  const random = seeded(seed)
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (let at = 0; at < months; at++)
    for (const [cell, rate] of rates) {
      const weight = poisson(rate * times(cell, at), random)
      if (weight > 0) counts.add(cell, { day: day(first + at), month: first + at, weight })
    }
  return { counts, london, day: firstDayOf(first + months) }
}

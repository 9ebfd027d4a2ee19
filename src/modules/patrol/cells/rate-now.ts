import type { CellCounts } from '#lib/cells/counts'
import { totalOf } from '#lib/forecast/history'
import { levelOf } from '#lib/forecast/level'
import { wholeMonths } from './whole-months.ts'

const monthDays = 30.4375
/** Fewer whole months have no level of their own. */
const fewest = 4

/**
 * Thefts a day that a decayed count of one stands for. At a steady rate that is ln 2 / half-life; after a sudden change (a lockdown,
 * a new way to report) the decayed counts are those of another time for months, and the level since then says how many come now.
 * Which squares come first is left as it is.
 */
export function theftsADay({ counts, day }: { readonly counts: CellCounts; readonly day: number }): number {
  const steady = Math.LN2 / counts.halfLifeDays
  const whole = wholeMonths({ counts, day })
  const [first, last] = [whole[0] ?? 0, whole.at(-1) ?? -1]
  const score = totalOf(counts.decayed.on(day))
  if (last - first + 1 < fewest || score <= 0) return steady
  const totals = Array.from({ length: last - first + 1 }, (_, at) => totalOf(counts.month(first + at) ?? []))
  // What is before a month that was never read in says nothing of now, and nothing of the season.
  const run = totals.slice(totals.lastIndexOf(0) + 1)
  // The level looks at totals only: all of the area is one place of it.
  const grid = { west: 0, south: 0, cell: 1, rows: 1, cols: 1 }
  const history = {
    grid,
    cells: Int32Array.of(0),
    first: last + 1 - run.length,
    counts: run.map((one) => Float64Array.of(one)),
  }
  const { expected } = levelOf(history, 12)
  return expected > 0 ? expected / monthDays / score : steady
}

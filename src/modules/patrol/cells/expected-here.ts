import { type Expected, expectedNow, localRates } from '#lib/stats/local-rate'
import type { Look } from './hotspots.ts'
import { wholeMonths } from './whole-months.ts'

/** A time, the counts of each square in it, and in the year before it. */
export type Span = { readonly over: string; readonly now: Float32Array; readonly before: Float32Array }

/** Thefts of a borough before, from which anything can be expected. */
const fewestBefore = 30
const year = { days: 365, months: 12 }

/**
 * What each square of a borough was to be expected to have in a time: what it and its neighbours had in the year before, shrunk towards
 * the borough and brought to the level at which the rest of the borough was in that time (local-rate.ts). Nothing where the rest of
 * the borough had too little before. So neither a street that is always busy nor a busy December is a surprise. What an even borough
 * would have is not asked: no street is like the mean of its borough.
 */
export function expectedIn(
  borough: number,
  { now, before }: Omit<Span, 'over'>,
  { london }: Pick<Look, 'london'>,
): { readonly cells: readonly number[]; readonly each: readonly (Expected | undefined)[] } {
  const mask = london.boroughOf.map((one) => Number(one === borough))
  const cells: number[] = []
  for (let one = 0; one < mask.length; one++) if (mask[one]) cells.push(one)
  const sum = (of: ArrayLike<number>) => cells.reduce((all, one) => all + (of[one] as number), 0)
  const [inBorough, inBoroughBefore] = [sum(now), sum(before)]
  if (inBoroughBefore < fewestBefore) return { cells, each: cells.map(() => undefined) }
  const { mean, shape } = localRates({ rows: london.grid.rows, cols: london.grid.cols, mask }, before)
  const each = cells.map((one) => {
    const mine = { before: before[one] as number, now: now[one] as number }
    const others = { before: inBoroughBefore - mine.before, now: inBorough - mine.now }
    if (others.before < fewestBefore) return undefined
    return expectedNow({ mean: mean[one] as number, shape: shape[one] as number }, mine, others)
  })
  return { cells, each }
}

/** The last 7, 28 and 365 days; where the data have no days, the last month that is over, three and twelve. */
export function spansOf(look: Look): Span[] {
  const { counts, lately } = look
  if (lately)
    return [7, 28, year.days].map((days) => {
      const now = lately(days)
      const before = lately(days + year.days).map((all, cell) => all - (now[cell] as number))
      return { over: `last ${days} days`, now, before }
    })
  const whole = wholeMonths(look)
  const sum = (months: readonly number[]) => {
    const all = new Float32Array(counts.cells)
    for (const month of months)
      for (const [cell, came] of (counts.month(month) ?? []).entries())
        if (came) all[cell] = (all[cell] as number) + came
    return all
  }
  return [1, 3, year.months]
    .filter((months) => months <= Math.max(1, whole.length))
    .map((months) => ({
      over: months === 1 ? 'last month' : `last ${months} months`,
      now: sum(whole.slice(-months)),
      before: sum(whole.slice(-months - year.months, -months)),
    }))
}

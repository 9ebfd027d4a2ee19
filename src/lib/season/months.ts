import { isShift } from '../forecast/level.ts'

/** Counts of one area by month (months since January of the year 0). A month that is not in it is not known: never 0. */
export type ByMonth = ReadonlyMap<number, number>

/** Half of what is usual around a month: so many before it and so many after. */
const around = 6

/**
 * How a month stands beside the six before it and the six after it: 1 is as usual. Undefined where one of the twelve is not
 * known, or where the level jumped among them (a lockdown, another way to record): what is usual is not known there. The level
 * is the median of three months, so that one month by itself, as that of a carnival, is no jump.
 */
export function besideUsual(counts: ByMonth, month: number): number | undefined {
  const run: number[] = []
  for (let at = month - around; at <= month + around; at++) {
    const count = counts.get(at)
    if (count === undefined) return undefined
    run.push(count)
  }
  for (let at = 3; at <= run.length - 3; at++)
    if (isShift(median(run.slice(at - 3, at)), median(run.slice(at, at + 3)))) return undefined
  const own = run[around] as number
  const usual = (run.reduce((sum, count) => sum + count, 0) - own) / (2 * around)
  return usual > 0 ? own / usual : undefined
}

const median = (three: readonly number[]) => three.toSorted((a, b) => a - b)[1] as number

/** All months of which it can be said, with how they stood. */
export function allBesideUsual(counts: ByMonth): Map<number, number> {
  const found = new Map<number, number>()
  for (const month of counts.keys()) {
    const ratio = besideUsual(counts, month)
    if (ratio !== undefined && ratio > 0) found.set(month, ratio)
  }
  return found
}

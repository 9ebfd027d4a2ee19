import { countsOf, type History, nextPeriod, totalOf } from './history.ts'

/** How many events are expected in all, and why so many. */
export type Level = { readonly expected: number; readonly shifted: boolean }

/** A total is off by more than chance and season when it is this many times, or this part of, what was usual. */
const shiftRatio = 1.6
const recent = 3

/**
 * The events of the next period over the whole area: the mean of the last three, bent by the season once there are two years to
 * learn it from. After a sudden change (a lockdown; a new way to report) only what came after it counts.
 */
export function levelOf(history: History, periodsAYear: number): Level {
  const totals = history.counts.map(totalOf)
  const last = totals.at(-1)
  if (last === undefined) return { expected: 0, shifted: false }
  const usual = meanOf(sinceShift(totals.slice(0, -1)).slice(-recent))
  // Four standard deviations of chance on top: small towns jump by themselves.
  const off = Math.abs(last - usual) > 4 * Math.sqrt(Math.max(usual, 1))
  const shifted = totals.length > recent && off && (last > shiftRatio * usual || last * shiftRatio < usual)
  if (shifted) return { expected: last, shifted }
  const run = sinceShift(totals)
  const mean = meanOf(run.slice(-recent))
  return { expected: mean * seasonOf(history, Math.round(periodsAYear)), shifted: false }
}

/** Whether a count jumped from one step to the next by more than chance and season do. */
export const isShift = (was: number, is: number): boolean =>
  Math.abs(is - was) > 4 * Math.sqrt(Math.max(was, 1)) && (is > shiftRatio * was || is * shiftRatio < was)

/** The totals since the last jump of the same kind, looking back. */
function sinceShift(totals: readonly number[]): readonly number[] {
  for (let at = totals.length - 1; at > 0; at--) {
    if (isShift(totals[at - 1] as number, totals[at] as number)) return totals.slice(at)
  }
  return totals
}

/** How the same step went a year ago, half believed: one year is one example. 1 before there is one. */
function seasonOf(history: History, year: number): number {
  const period = nextPeriod(history)
  const then = countsOf(history, period - year)
  const around = [1, 2, 3].flatMap((lag) => countsOf(history, period - year - lag) ?? [])
  if (!then || around.length < recent) return 1
  const ratio = totalOf(then) / Math.max(1, meanOf(around.map(totalOf)))
  return Math.sqrt(Math.min(2, Math.max(0.5, ratio)))
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

import { meanInterval } from '../stats/student.ts'
import { allBesideUsual, type ByMonth } from './months.ts'

/** How one month of the year stands beside what is usual: 1.1 is a tenth more. */
export type MonthFactor = {
  /** 0 is January. */
  readonly monthOfYear: number
  readonly factor: number
  /** 95%, by the spread between years. */
  readonly low: number
  readonly high: number
  readonly years: number
}

/**
 * The factor of each month of the year: the geometric mean over the years of its count beside the six months before and after
 * (ratio to moving average, Macaulay 1931), with a t interval on the log scale.
 */
export const monthFactors = (counts: ByMonth): MonthFactor[] => factorsOf(allBesideUsual(counts))

/** From how each month stood. `without` leaves one month out, so that nothing is judged by itself. */
export function factorsOf(stood: ReadonlyMap<number, number>, without?: number): MonthFactor[] {
  const ratios = [...stood].filter(([month]) => month !== without)
  return Array.from({ length: 12 }, (_, monthOfYear) => {
    const logs = ratios.filter(([month]) => month % 12 === monthOfYear).map(([, ratio]) => Math.log(ratio))
    if (logs.length === 0) return { monthOfYear, factor: 1, low: 0, high: Number.POSITIVE_INFINITY, years: 0 }
    const { mean, low, high } = meanInterval(logs)
    return { monthOfYear, factor: Math.exp(mean), low: Math.exp(low), high: Math.exp(high), years: logs.length }
  })
}

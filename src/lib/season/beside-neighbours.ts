import { meanInterval } from '../stats/student.ts'
import type { ByMonth } from './months.ts'

/** How an area's share of all stood in one month beside the month before and the month after. */
export type Beside = {
  readonly ratio: number
  readonly low: number
  readonly high: number
  readonly years: readonly { readonly year: number; readonly ratio: number }[]
}

/**
 * Of an event that is in one month and one area, such as a carnival: the area's share of all in that month beside its mean share in
 * the months before and after, year by year; geometric mean with a t interval of 95%. What all areas do together falls out.
 */
export function besideNeighbours(
  area: ByMonth,
  all: ByMonth,
  monthOfYear: number,
  without: readonly number[] = [],
): Beside | undefined {
  const share = (month: number) => {
    const [own, whole] = [area.get(month), all.get(month)]
    return own !== undefined && whole ? own / whole : undefined
  }
  const years = [...area.keys()].flatMap((month) => {
    const year = Math.floor(month / 12)
    const [before, own, after] = [share(month - 1), share(month), share(month + 1)]
    if (month % 12 !== monthOfYear || without.includes(year) || !before || !own || !after) return []
    return [{ year, ratio: own / ((before + after) / 2) }]
  })
  if (years.length < 2) return undefined
  const { mean, low, high } = meanInterval(years.map(({ ratio }) => Math.log(ratio)))
  return { ratio: Math.exp(mean), low: Math.exp(low), high: Math.exp(high), years }
}

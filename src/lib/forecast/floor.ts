import { hitRates } from '../stats/pai.ts'
import type { Calendar } from './calendar.ts'
import { before, countsAt, type History, lastPeriods, placesOf, remembered } from './history.ts'

/**
 * The floor: each event counts for less the older it is, half as much after each half-life; what everything else must beat.
 * In periods, of which the one just gone counts whole. (Events in days are kept by `stats/decay.ts`.)
 */
export function floorOf(history: History, halfLife: number): Float64Array {
  const share = 2 ** (-1 / halfLife)
  const sums = new Float64Array(placesOf(history))
  for (const counts of history.counts)
    for (let place = 0; place < sums.length; place++)
      sums[place] = (sums[place] as number) * share + (counts[place] as number)
  return sums
}

/** Half-lives that the floor may have, in months; the one when there is nothing yet to choose by. */
const halfLifeMonths = [1, 1.5, 2, 3, 4, 6, 9, 12, 24] as const
const firstMonths = 3

type Settings = { readonly shares: readonly number[]; readonly calendar: Calendar; readonly halfLife?: number }

/** The half-life that did best in the last periods of a history, each foretold from what was before it. */
export function halfLifeChooser({ shares, calendar, halfLife }: Settings, lookBack: number) {
  if (halfLife !== undefined) return () => halfLife
  const candidates = halfLifeMonths.map((months) => months * calendar.periodsAMonth)
  const hitsAt = remembered((history, period) =>
    candidates.map((one) => hitRates(floorOf(before(history, period), one), countsAt(history, period), shares)),
  )
  return (history: History): number => {
    const hits = lastPeriods(history, lookBack).map((period) => hitsAt(history, period))
    const means = candidates.map((_, at) => meanOf(hits.flatMap((one) => one[at] ?? [])))
    const best = means.reduce((best, mean, at) => (mean > (means[best] as number) ? at : best), 0)
    return Number.isNaN(means[best]) ? firstMonths * calendar.periodsAMonth : (candidates[best] as number)
  }
}

/** Of the periods in which anything happened. */
function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

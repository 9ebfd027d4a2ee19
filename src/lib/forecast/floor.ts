import { type History, placesOf } from './history.ts'

/**
 * The floor: each event counts for less the older it is, half as much after each half-life; what everything else must beat.
 * In periods, of which the one just gone counts whole. (Events in days are kept by `stats/decay.ts`.)
 */
export function floorOf(history: History, halfLife: number): Float64Array {
  const kept = 2 ** (-1 / halfLife)
  const sums = new Float64Array(placesOf(history))
  for (const counts of history.counts)
    for (let place = 0; place < sums.length; place++)
      sums[place] = (sums[place] as number) * kept + (counts[place] as number)
  return sums
}

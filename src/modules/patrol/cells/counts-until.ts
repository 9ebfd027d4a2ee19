import { type CellCounts, hoursOfWeek } from '#lib/cells/counts'
import { firstDayOf } from '#lib/cells/moment'
import { DecayedCounts } from '#lib/stats/decay'

/** A month counts from its middle: its first day would make all of it two weeks older than it is. */
export const middleOf = (month: number): number => firstDayOf(month) + 15

/** What counts of months were at the end of one of them: nothing that came later is in it. The months themselves are shared. */
export function countsUntil(all: CellCounts, last: number): CellCounts {
  const months = all.months().filter((month) => month <= last)
  const counts = new Float64Array(all.cells)
  const decayed = new DecayedCounts(all.cells, all.halfLifeDays)
  let taken = 0
  for (const month of months) {
    const came = all.month(month) as Float32Array
    for (let cell = 0; cell < came.length; cell++) {
      const here = came[cell] as number
      if (here === 0) continue
      counts[cell] = (counts[cell] as number) + here
      decayed.add(cell, middleOf(month), here)
      taken += 1
    }
  }
  return {
    ...{ cells: all.cells, halfLifeDays: all.halfLifeDays, counts, decayed, taken: () => taken },
    add: () => {
      throw new Error('What a map showed then is not added to.')
    },
    month: (month) => (month <= last ? all.month(month) : undefined),
    months: () => months,
    week: () => new Float32Array(hoursOfWeek),
  }
}

/** Keeps what was made for the last so many keys: whoever moves a slider to and fro waits once. */
export function lately<Made>(most: number): (key: string, make: () => Made) => Made {
  const kept = new Map<string, Made>()
  return (key, make) => {
    const made = kept.get(key) ?? make()
    kept.delete(key)
    kept.set(key, made)
    for (const old of kept.keys()) if (kept.size > most) kept.delete(old)
    return made
  }
}

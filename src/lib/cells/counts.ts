import { DecayedCounts } from '../stats/decay.ts'

/** What is kept of the events in each cell. Times are days since 1970, with a part of a day where the hour is known. */
export type CellCounts = {
  readonly cells: number
  readonly halfLifeDays: number
  /** Events of each cell, all time. */
  readonly counts: Float64Array
  /** How many events were taken: what was worked out at the same number still holds. */
  readonly taken: () => number
  /** Takes one event in a time that does not depend on how many came before; late ones may come in any order. */
  readonly add: (cell: number, event: CellEvent) => void
  /** What is left of the events when they halve each half-life: `at(cell, day)`, or `on(day)` for all cells. */
  readonly decayed: Pick<DecayedCounts, 'at' | 'on' | 'undecayed' | 'origin'>
  /** Events of each cell in a month (0 is January of the year 0), or undefined when it has none. */
  readonly month: (month: number) => Float32Array | undefined
  readonly months: () => number[]
  /** Events by hour of the week (0 is Monday, midnight to one), all cells or one; only those whose hour is known. */
  readonly week: (cell?: number) => Float32Array
}

export type CellEvent = {
  readonly day: number
  readonly month: number
  /** 0 to 167 from Monday midnight; left out where the data have no hour. */
  readonly hourOfWeek?: number
  readonly weight?: number
}

export const hoursOfWeek = 168

export function cellCounts(cells: number, halfLifeDays: number): CellCounts {
  const counts = new Float64Array(cells)
  const decayed = new DecayedCounts(cells, halfLifeDays)
  const months = new Map<number, Float32Array>()
  const all = new Float32Array(hoursOfWeek)
  let taken = 0
  const weeks = new Map<number, Float32Array>() // few cells ever have an event: a week for each of them, not for all

  return {
    cells,
    halfLifeDays,
    counts,
    decayed,
    taken: () => taken,
    add: (cell, { day, month, hourOfWeek, weight = 1 }) => {
      if (!(cell >= 0 && cell < cells)) throw new RangeError(`There is no cell ${cell}.`)
      taken += 1
      counts[cell] = (counts[cell] as number) + weight
      decayed.add(cell, day, weight)
      bump(arrayOf(months, month, cells), cell, weight)
      if (hourOfWeek === undefined) return
      bump(all, hourOfWeek, weight)
      bump(arrayOf(weeks, cell, hoursOfWeek), hourOfWeek, weight)
    },
    month: (month) => months.get(month),
    months: () => [...months.keys()].sort((a, b) => a - b),
    week: (cell) => (cell === undefined ? all : (weeks.get(cell) ?? new Float32Array(hoursOfWeek))),
  }
}

function arrayOf(map: Map<number, Float32Array>, key: number, length: number): Float32Array {
  const known = map.get(key)
  if (known) return known
  const made = new Float32Array(length)
  map.set(key, made)
  return made
}

function bump(array: Float32Array, at: number, by: number): void {
  array[at] = (array[at] as number) + by
}

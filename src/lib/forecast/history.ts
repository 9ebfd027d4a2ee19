import type { Grid } from '#lib/cells/grid'

/**
 * What happened in each place of an area, period by period. A place is a cell of the area: `cells[place]` says which of the grid.
 * `counts[0]` is the period `first`; a period is a month, or a number of days.
 */
export type History = {
  readonly grid: Grid
  readonly cells: Int32Array
  readonly first: number
  readonly counts: readonly Float64Array[]
  /** Of the counts of each period, those at certain times (times.ts): only where the data have hours. */
  readonly times?: Readonly<Record<string, readonly Float64Array[]>>
}

export const placesOf = ({ cells }: History): number => cells.length
/** The period after the last one there is: what a forecast of today is for. */
export const nextPeriod = ({ first, counts }: History): number => first + counts.length
export const countsOf = ({ first, counts }: History, period: number): Float64Array | undefined => counts[period - first]
export const countsAt = (history: History, period: number): Float64Array =>
  countsOf(history, period) ?? new Float64Array(placesOf(history))
export const totalOf = (counts: ArrayLike<number>): number => {
  let sum = 0
  for (let at = 0; at < counts.length; at++) sum += counts[at] as number
  return sum
}

/** The history that somebody had before that period began. Whatever a forecast is made from goes through here. */
export function before(history: History, period: number): History {
  const known = (counts: readonly Float64Array[]) => counts.slice(0, Math.max(0, period - history.first))
  const { times } = history
  return {
    ...history,
    counts: known(history.counts),
    ...(times && { times: Object.fromEntries(Object.entries(times).map(([name, counts]) => [name, known(counts)])) }),
  }
}

/** Periods that have too few before them cannot be foretold. */
const leastBefore = 2

/** The last periods of a history, so many at most, that can be foretold. */
export function lastPeriods(history: History, most: number): number[] {
  const end = nextPeriod(history)
  const from = Math.max(history.first + leastBefore, end - most)
  return Array.from({ length: Math.max(0, end - from) }, (_, at) => from + at)
}

/** What is found out about a period is kept, for the last so many periods: a history that grows does not change it. */
export function remembered<Found>(find: (history: History, period: number) => Found, most = Number.POSITIVE_INFINITY) {
  const known = new Map<number, Found>()
  return (history: History, period: number): Found => {
    if (!known.has(period)) known.set(period, find(history, period))
    for (const old of known.keys()) if (old < period - most) known.delete(old)
    return known.get(period) as Found
  }
}

/** The places around each place: the eight next to it and the sixteen around those. */
export type Rings = {
  readonly near: (of: Float64Array) => Float64Array
  readonly far: (of: Float64Array) => Float64Array
}

export function ringsOf({ grid: { rows, cols }, cells }: History): Rings {
  const placeAt = new Int32Array(rows * cols).fill(-1)
  for (const [place, cell] of cells.entries()) placeAt[cell] = place
  const around = (least: number, most: number) => {
    const steps: (readonly [number, number])[] = []
    for (let up = -most; up <= most; up++)
      for (let right = -most; right <= most; right++)
        if (Math.max(Math.abs(up), Math.abs(right)) >= least) steps.push([up, right])
    return (of: Float64Array) => {
      const sums = new Float64Array(of.length)
      // Few places have anything: each hands its own on, instead of each asking all around it.
      for (let place = 0; place < of.length; place++) {
        const value = of[place] as number
        if (value === 0) continue
        const cell = cells[place] as number
        const [row, column] = [Math.floor(cell / cols), cell % cols]
        for (const [up, right] of steps) {
          const [r, c] = [row + up, column + right]
          if (r < 0 || r >= rows || c < 0 || c >= cols) continue
          const other = placeAt[r * cols + c] as number
          if (other >= 0) sums[other] = (sums[other] as number) + value
        }
      }
      return sums
    }
  }
  return { near: around(1, 1), far: around(2, 2) }
}

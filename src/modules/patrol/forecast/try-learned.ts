import type { CellCounts } from '#lib/cells/counts'
import { nameOfMonth } from '#lib/cells/moment'
import { type Forecast, forecaster } from '#lib/forecast/forecast'
import { before, type History, totalOf } from '#lib/forecast/history'
import type { Release } from '#lib/forecast/release'
import { learnedCalendar } from '../calendar/learned-calendar.ts'
import type { LondonCells } from '../cells/london-cells.ts'

/** The sizes of a list at which it is judged: those of `ringback backtest`. */
const shares = [0.002, 0.005, 0.01, 0.05]
/** Months that are tried, the one to come among them: a page can look so far back and be told. */
const monthsTried = 13
/** A month with fewer before it has nothing to be foretold from. */
const leastBefore = 3
/** So many months, and one is to come that can be tried. */
export const leastMonths = leastBefore

/** What was found out about one month, from the months before it alone. */
export type TriedMonth = {
  readonly month: string
  readonly release: Release
  readonly seconds: number
  /** Of each cell of the grid; where the learned model is used. */
  readonly learned: LearnedList | undefined
}

export type LearnedList = {
  /** What the list is ordered by: as it was judged. */
  readonly listed: Float32Array
  /** Of all thefts, the share that is expected in each cell. */
  readonly shares: Float32Array
}

type Counted = { readonly counts: CellCounts; readonly london: LondonCells }

/**
 * Tries the learned model on counts by month, for each of the last months and the one to come, by the rolling back-test of
 * docs/guide/forecast.md. `clock` in milliseconds. Takes minutes for London, so nobody waits for it: see `ringback forecast`.
 */
export function* tryLearned(counted: Counted, clock: () => number): Generator<TriedMonth> {
  const history = historyOf(counted)
  if (!history) return
  const next = history.first + history.counts.length
  const forecastOf = forecaster({ shares, calendar: learnedCalendar(history.first, next) })
  for (let month = Math.max(history.first + leastBefore, next + 1 - monthsTried); month <= next; month++) {
    const began = clock()
    const forecast = forecastOf(before(history, month))
    const learned = forecast.release.uses === 'learned' ? listOf(forecast, history) : undefined
    yield { month: nameOfMonth(month), release: forecast.release, seconds: (clock() - began) / 1000, learned }
  }
}

/** Every month from the first to the last, those without a theft too. Undefined where there is none. */
function historyOf({ counts, london }: Counted): History | undefined {
  const [first, last] = [counts.months()[0], counts.months().at(-1)]
  if (first === undefined || last === undefined) return undefined
  const cells = Int32Array.from(london.mask.keys()).filter((cell) => london.mask[cell] === 1)
  const counted = Array.from({ length: last - first + 1 }, (_, at) => {
    const came = counts.month(first + at)
    return Float64Array.from(cells, (cell) => came?.[cell] ?? 0)
  })
  return { grid: london.grid, cells, first, counts: counted }
}

/** By cell of the grid. The first places of a list that are the floor's have the floor's shares: they are in its order. */
function listOf({ shown, floor, learned, release }: Forecast, { grid, cells }: History): LearnedList {
  const size = grid.rows * grid.cols
  const list = { listed: new Float32Array(size), shares: new Float32Array(size) }
  const [own, all] = [learned as Float64Array, totalOf(floor) || 1]
  // A share is never above 1: what is, is the floor's head (`spliced`).
  const isHead = (place: number) => release.floorUpTo > 0 && (shown[place] as number) > 1
  let [head, rest] = [0, 0]
  for (const place of cells.keys())
    if (isHead(place)) head += (floor[place] as number) / all
    else rest += own[place] as number
  for (const [place, cell] of cells.entries()) {
    list.listed[cell] = shown[place] as number
    list.shares[cell] = isHead(place)
      ? (floor[place] as number) / all
      : ((own[place] as number) * (1 - head)) / (rest || 1)
  }
  return list
}

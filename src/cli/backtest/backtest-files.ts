import { nameOfDay, nameOfMonth } from '#lib/cells/moment'
import { backtest, type PeriodResult, summary } from '#lib/forecast/backtest'
import { calendarOf, type Launch, type Periods } from '#lib/forecast/calendar'
import { historyFrom } from '#lib/forecast/history-from'
import { MissingColumn } from '#platform/points/point-rows'
import { filesOf, inWords, type Points, type Reading, readPoints } from '#platform/points/read-points'
import { launchesIn } from './launches-in.ts'
import { mapFor } from './map-for.ts'
import { type Asked, asked, type Options, periodsFor, WrongUse } from './options.ts'
import { asJson, asText } from './result.ts'

/** Reads the files, foretells each period of the test and prints how well. Throws WrongUse with a sentence. */
export async function backtestFiles(names: readonly string[], options: Options): Promise<void> {
  const wanted = asked(options)
  const launches: readonly Launch[] = options.launches ? await launchesIn(options.launches) : []
  const { points, files } = await read(names, wanted)
  process.stderr.write(inWords(files))
  if (points.length === 0) throw new WrongUse('No row could be taken: see the reasons above.')
  if (wanted.days !== undefined && points.monthOnly)
    throw new WrongUse('The dates are months without a day: --period must be month.')

  const periods = periodsFor(wanted)
  const period = Int32Array.from({ length: points.length }, (_, at) => periods.at(points.day[at] as number))
  const span = spanOf(points, period, periods, wanted)
  const map = await mapFor(points, wanted, options.area, (at) => (period[at] as number) < span.from)
  const events = { length: points.length, x: map.x, y: map.y, period, weight: points.weight }
  const { history, outside } = historyFrom(events, map.grid, map.mask, [span.first, span.end])
  if (history.cells.length === 0) throw new WrongUse('The area holds no cell.')

  const settings = {
    shares: wanted.shares,
    calendar: calendarOf(periods, launches),
    ...(wanted.halfLife === undefined ? {} : { halfLife: wanted.halfLife }),
    ...(options.floorOnly ? { learns: false } : {}),
  }
  const results: PeriodResult[] = []
  const nameOf = (one: number) => (periods.monthly ? nameOfMonth(one) : nameOfDay(periods.from(one)))
  for (const { result } of backtest(history, [span.from, span.end], settings, () => performance.now())) {
    results.push(result)
    if (process.stderr.isTTY) process.stderr.write(`\r${nameOf(result.period)}: ${result.seconds.toFixed(1)} s `)
  }
  const report = { files, map, places: history.cells.length, outside, span, nameOf, results, ...summary(results) }
  process.stdout.write(options.json ? `${JSON.stringify(asJson(report, wanted))}\n` : asText(report))
}

async function read(names: readonly string[], { columns }: Asked): Promise<Reading> {
  try {
    return await readPoints(await filesOf(names), columns)
  } catch (error) {
    throw error instanceof MissingColumn ? new WrongUse(error.message) : error
  }
}

export type Span = { readonly first: number; readonly from: number; readonly end: number; readonly cut: boolean }

/** From the first period of the data to the last one of the test; a last period that is not whole is left out. */
function spanOf({ day, monthOnly }: Points, period: Int32Array, periods: Periods, { testFrom, testTo }: Asked): Span {
  const first = period.reduce((least, one) => Math.min(least, one))
  const last = period.reduce((most, one) => Math.max(most, one))
  const lastDay = Math.floor(day.reduce((most, one) => Math.max(most, one)))
  const cut = !monthOnly && lastDay < periods.from(last + 1) - 1
  const lastWhole = cut ? last - 1 : last
  const to = testTo === undefined ? lastWhole : periods.at(testTo)
  const from = testFrom === undefined ? Math.max(first + 3, to - 5) : periods.at(testFrom)
  if (to > last) throw new WrongUse(`--test-to lies after the last event, of ${nameOfDay(lastDay)}.`)
  if (from > to) throw new WrongUse('--test-from lies after --test-to, or there are too few periods to test.')
  if (from - first < 1) throw new WrongUse('There is nothing before --test-from to learn from.')
  return { first, from, end: to + 1, cut: cut && to === last }
}

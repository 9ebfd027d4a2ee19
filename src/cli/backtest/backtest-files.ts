import { nameOfDay, nameOfMonth } from '#lib/cells/moment'
import { backtest, type PeriodResult, summary } from '#lib/forecast/backtest'
import { calendarOf, type Launch } from '#lib/forecast/calendar'
import { type History, totalOf } from '#lib/forecast/history'
import { type Events, historyFrom, TooManyCounts } from '#lib/forecast/history-from'
import { MissingColumn } from '#platform/points/point-rows'
import { filesOf, inWords, type Reading, readPoints } from '#platform/points/read-points'
import { WrongUse } from '../points/columns.ts'
import { hoursOf } from './hours.ts'
import { eventsIn, launchesIn } from './launches-in.ts'
import { type FlatMap, mapFor } from './map-for.ts'
import { type Asked, asked, type Options, periodsFor } from './options.ts'
import { asJson, asText, type Report } from './result.ts'
import { type Span, spanOf } from './span.ts'

/** Reads the files, foretells each period of the test and prints how well. Throws WrongUse with a sentence. */
export async function backtestFiles(names: readonly string[], options: Options): Promise<void> {
  const report = await reportOf(names, options, (text) => process.stderr.write(text))
  process.stdout.write(options.json ? `${JSON.stringify(asJson(report))}\n` : asText(report))
}

export async function reportOf(
  names: readonly string[],
  options: Options,
  say: (text: string) => unknown = () => undefined,
): Promise<Report> {
  const wanted = asked(options)
  const launches: readonly Launch[] = options.launches ? await launchesIn(options.launches) : []
  const listed = options.events ? { events: await eventsIn(options.events) } : {}
  const { points, files } = await read(names, wanted)
  say(inWords(files))
  if (points.length === 0) throw new WrongUse('No row could be taken: see the reasons above.')
  if (wanted.days !== undefined && points.monthOnly)
    throw new WrongUse('The dates are months without a day: --period must be month.')

  const periods = periodsFor(wanted)
  const period = Int32Array.from({ length: points.length }, (_, at) => periods.at(points.day[at] as number))
  const span = spanOf(points, period, periods, wanted)
  const isBefore = (at: number) => (period[at] as number) < span.from
  const map = await mapFor(points, wanted, options.area, isBefore)
  const { times, darkness, says } = hoursOf(points, wanted, map, isBefore)
  const events = { length: points.length, x: map.x, y: map.y, period, weight: points.weight, ...(times && { times }) }
  const firstDay = nameOfDay(points.day.reduce((least, one) => Math.min(least, one)))
  const { history, outside } = counted(events, map, span, points.monthOnly ? firstDay.slice(0, 7) : firstDay)
  if (history.cells.length === 0) throw new WrongUse('The area holds no cell.')
  wantEvents(history, span, map)

  const settings = {
    shares: wanted.shares,
    calendar: calendarOf(periods, launches, { ...listed, ...(darkness && { darkness }) }),
    ...(wanted.halfLife === undefined ? {} : { halfLife: wanted.halfLife }),
    ...(options.floorOnly ? { learns: false } : {}),
  }
  const results: PeriodResult[] = []
  const nameOf = (one: number) => (periods.monthly ? nameOfMonth(one) : nameOfDay(periods.from(one)))
  for (const { result } of backtest(history, [span.from, span.end], settings, () => performance.now())) {
    results.push(result)
    say(`${nameOf(result.period)}: ${result.seconds.toFixed(1)} s\n`)
  }
  return {
    ...{ files, map, places: history.cells.length, outside, span, nameOf, results, period: wanted.days ?? 'month' },
    hours: says,
    ...summary(results),
  }
}

/** An area that the points do not fit would be answered by nothing at all. */
function wantEvents({ counts, first }: History, { from, end }: Span, { area }: FlatMap): void {
  const isSomething = (periods: readonly Float64Array[]) => periods.some((counts) => totalOf(counts) > 0)
  if (!isSomething(counts.slice(0, from - first)))
    throw new WrongUse(
      `No event before the test lies in the area (${area}). Are its columns swapped, or is it on another map than the points?`,
    )
  if (!isSomething(counts.slice(from - first, end - first)))
    throw new WrongUse(`No event of the test lies in the area (${area}): there is nothing to judge by.`)
}

function counted(events: Events, { grid, mask }: FlatMap, { first, end }: Span, firstDate: string) {
  try {
    return historyFrom(events, grid, mask, [first, end])
  } catch (error) {
    if (!(error instanceof TooManyCounts)) throw error
    throw new WrongUse(
      `${error.message} The first date is ${firstDate}: is its year right? Else take larger cells, or longer periods.`,
    )
  }
}

async function read(names: readonly string[], { columns }: Asked): Promise<Reading> {
  try {
    return await readPoints(await filesOf(names), columns)
  } catch (error) {
    throw error instanceof MissingColumn ? new WrongUse(error.message) : error
  }
}

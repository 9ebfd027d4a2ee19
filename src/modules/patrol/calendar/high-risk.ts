import { setImmediate } from 'node:timers/promises'
import { firstDayOf, monthOfDay, nameOfMonth } from '#lib/cells/moment'
import { calendarOf, months } from '#lib/forecast/calendar'
import { type Beside, besideNeighbours } from '#lib/season/beside-neighbours'
import { type EventEffect, eventEffect } from '#lib/season/event-effect'
import { foretellMonth, type MonthForecast } from '#lib/season/foretell-month'
import { type MonthFactor, monthFactors } from '#lib/season/month-factor'
import { besideUsual } from '#lib/season/months'
import { darkFrom } from '#lib/season/sun'
import { adjust } from '#lib/stats/fdr'
import { type Period, periodsFrom } from './high-risk-periods.ts'
import { type KnownLaunch, knownLaunches } from './known-launches.ts'
import { noCarnival } from './learned-calendar.ts'
import { metCounts } from './met-counts.ts'

/** One period of the calendar with what is foretold for the month that holds most of it, and how that month went before. */
export type HighRisk = Period & {
  readonly month: number
  readonly forecast: MonthForecast | undefined
  /** Of the forecast, the part of these days if all days of the month were alike: the data have no days. */
  readonly evenShare: number | undefined
  readonly factor: MonthFactor
  /** The same month of the last years, beside the six months before and after; null where that cannot be said. */
  readonly before: readonly { readonly month: string; readonly thefts: number; readonly ratio: number | null }[]
  /** When it gets dark on the first day, an hour by London’s clock. */
  readonly dark: number | undefined
}

const lastYears = 5

/** The calendar of the year from a day on. */
export function highRiskFrom(day: number): HighRisk[] {
  return periodsFrom(day, knownLaunches()).map((period) => {
    const counts = countsOf(period.borough)
    const month = mainMonth(period)
    const forecast = foretold(period.borough, month)
    const ownDays = daysIn(period, month)
    const factor = factorsIn(period.borough)[month % 12] as MonthFactor
    return {
      ...{ ...period, month, forecast, factor, dark: darkFrom(period.from) },
      evenShare: forecast && (forecast.expected * ownDays) / (firstDayOf(month + 1) - firstDayOf(month)),
      before: [...counts.keys()]
        .filter((each) => each % 12 === month % 12 && each < month)
        .slice(-lastYears)
        .map((each) => ({
          ...{ month: nameOfMonth(each), thefts: counts.get(each) ?? 0, ratio: besideUsual(counts, each) ?? null },
        })),
    }
  })
}

const countsOf = (borough: string | undefined) => {
  const { all, boroughs } = metCounts()
  return borough === undefined ? all : (boroughs.get(borough) ?? new Map<number, number>())
}

/** The counts never change while the program runs. */
function once<Result>(work: (borough: string | undefined, month: number) => Result) {
  const known = new Map<string, Result>()
  return (borough: string | undefined, month = 0): Result => {
    const key = `${borough} ${month}`
    const found = known.get(key) ?? work(borough, month)
    known.set(key, found)
    return found
  }
}
const foretold = once((borough, month) => foretellMonth(countsOf(borough), month))
const factorsIn = once((borough) => monthFactors(countsOf(borough)))

/** London's month factors: the season by itself. */
export const londonSeason = (): MonthFactor[] => factorsIn(undefined)
export const lastCounted = (): number => Math.max(...metCounts().all.keys())

function mainMonth(period: Period): number {
  const [first, last] = [monthOfDay(period.from), monthOfDay(period.to)]
  return daysIn(period, last) > daysIn(period, first) ? last : first
}

const daysIn = ({ from, to }: Period, month: number) =>
  Math.max(0, Math.min(to + 1, firstDayOf(month + 1)) - Math.max(from, firstDayOf(month)))

/** Launches held against the month of the year; q is corrected for all that were tried (Benjamini and Hochberg). */
export type LaunchTest = EventEffect & { readonly of: string; readonly launches: number; readonly q: number }

/** The list of launches begins in spring 2015. Before, it is not known what was on sale. */
const launchesFrom = 2015 * 12 + 5
const kinds: readonly { readonly of: string; readonly has: (launch: KnownLaunch) => boolean }[] = [
  { of: 'Flagship phones of all makers', has: ({ flagship }) => flagship },
  { of: 'Flagship phones of Apple', has: ({ flagship, make }) => flagship && make === 'Apple' },
  { of: 'Flagship phones of Samsung', has: ({ flagship, make }) => flagship && make === 'Samsung' },
  { of: 'All phones on the list', has: () => true },
]

let tested: Promise<readonly LaunchTest[]> | undefined

/** Worked out at the first question, one sort after the other, so that nobody else waits for it. */
export function launchTests(): Promise<readonly LaunchTest[]> {
  tested ??= testAll()
  return tested
}

async function testAll(): Promise<LaunchTest[]> {
  const effects: Omit<LaunchTest, 'q'>[] = []
  for (const { of, has } of kinds) {
    await setImmediate()
    const own = knownLaunches().filter(has)
    const launches = own.filter(({ day }) => monthOfDay(day) <= lastCounted()).length
    effects.push({ of, launches, ...eventEffect(metCounts().all, exposureTo(own), { seed: 1, from: launchesFrom }) })
  }
  const q = adjust(effects.map(({ p }) => p))
  // What is told as found must hold after correction: four were tried.
  return effects.map((effect, at) => {
    const corrected = q[at] as number
    return { ...effect, q: corrected, verdict: corrected <= 0.05 ? effect.verdict : 'none shown' }
  })
}

/** What there was, whenever it was announced: this looks back. */
const exposureTo = (launches: readonly KnownLaunch[]) => {
  const { of } = calendarOf(
    months,
    launches.map(({ day, name }) => ({ day, name })),
  )
  return (month: number) => of(month).launches ?? 0
}

type ByBorough = { readonly boroughs: number; readonly more: string[]; readonly fewer: string[] }
let byBorough: Promise<ByBorough> | undefined

/** The same for flagship phones in each borough by itself: in which it holds after correction, and which way. */
export function launchesByBorough(): Promise<ByBorough> {
  byBorough ??= testBoroughs()
  return byBorough
}

async function testBoroughs(): Promise<ByBorough> {
  const exposure = exposureTo(knownLaunches().filter(({ flagship }) => flagship))
  const found: { readonly borough: string; readonly p: number; readonly ratio: number }[] = []
  for (const [borough, counts] of metCounts().boroughs) {
    await setImmediate()
    found.push({ borough, ...eventEffect(counts, exposure, { seed: 1, from: launchesFrom, draws: 999 }) })
  }
  const q = adjust(found.map(({ p }) => p))
  const sure = found.filter((_, at) => (q[at] as number) <= 0.05)
  const named = (more: boolean) => sure.filter(({ ratio }) => ratio > 1 === more).map(({ borough }) => borough)
  return { boroughs: found.length, more: named(true), fewer: named(false) }
}

/** The carnival's borough in August beside July and September, as a share of London. */
export function carnival(): Beside | undefined {
  return besideNeighbours(countsOf('Kensington and Chelsea'), metCounts().all, 7, noCarnival)
}

import { type CalibrationGroup, calibration, pooled } from '../stats/calibration.ts'
import { inCommon } from '../stats/jaccard.ts'
import { accuracy } from '../stats/pai.ts'
import { topShares } from '../stats/top-share.ts'
import { type Forecast, type ForecastSettings, forecaster } from './forecast.ts'
import { before, countsOf, type History, totalOf } from './history.ts'
import { type Interval, pairedInterval, type Release } from './release.ts'

/** One list judged at one share of the area. PAI is the hit rate by the share; PEI is the hit rate by the best possible. */
export type Judged = { readonly hit: number; readonly pai: number; readonly pei: number }

export type AtShare = {
  readonly share: number
  /** Cells; the last one may be a part of one. */
  readonly cells: number
  readonly floor: Judged
  /** What would have been shown: the learned model where it was released, else the floor. */
  readonly model: Judged
  /** The learned model, released or not; null when there was too little to learn from, in a mean when that was so in any period. */
  readonly learned: Judged | null
  /** The list that somebody would make who knew what came. */
  readonly best: Judged
}

export type PeriodResult = {
  readonly period: number
  readonly events: number
  readonly expected: number
  readonly seconds: number
  readonly halfLife: number
  readonly release: Release
  readonly shifted: boolean
  readonly areas: readonly AtShare[]
  readonly curve: Curve
  /** How much of the lists of the period before is in this one's, at each share; null for the first period. */
  readonly consistency: readonly Consistency[] | null
  /** What was expected in the places of what is shown, and what came; null where nothing was expected. */
  readonly calibration: Calibration | null
}

/** Jaccard's index of the lists of two periods that follow each other. */
export type Consistency = { readonly share: number; readonly floor: number; readonly model: number }
export type Calibration = { readonly groups: readonly CalibrationGroup[]; readonly all: CalibrationGroup }

/** Places are put into so many groups by what is expected there. */
const calibrationGroups = 10

/** Hit rates at each of many shares. */
export type Curve = {
  readonly share: readonly number[]
  readonly floor: readonly number[]
  readonly model: readonly number[]
  readonly learned: readonly number[] | null
  readonly best: readonly number[]
}

export type Backtest = {
  readonly periods: readonly PeriodResult[]
  readonly mean: readonly AtShare[]
  /** Hit rate of the model less the floor's, over the tested periods; the learned one's beside it. */
  readonly gain: readonly { readonly share: number; readonly model: Interval; readonly learned: Interval | null }[]
  readonly curve: Curve
  /** The means over the periods that have one before them; null where none has. */
  readonly consistency: readonly Consistency[] | null
  /** Of all periods together. */
  readonly calibration: Calibration | null
}

/** 0.1% to 2% by tenths, to 10% by halves, to all by fives. */
const curveShares = [
  ...Array.from({ length: 20 }, (_, at) => (at + 1) / 1000),
  ...Array.from({ length: 16 }, (_, at) => (5 + at) / 200),
  ...Array.from({ length: 18 }, (_, at) => (3 + at) / 20),
]

/**
 * Goes through the periods one by one: a forecast is made from what was known before, then judged by what came. `clock` is in
 * milliseconds; what a forecast took holds all that was found out for it, also about the periods before it.
 */
export function* backtest(
  history: History,
  [from, end]: readonly [number, number],
  settings: ForecastSettings,
  clock: () => number,
): Generator<{ readonly forecast: Forecast; readonly result: PeriodResult }> {
  const forecastOf = forecaster(settings)
  let last: Lists | undefined
  for (let period = from; period < end; period++) {
    const counts = countsOf(history, period)
    if (!counts) return
    const began = clock()
    const forecast = forecastOf(before(history, period))
    const seconds = (clock() - began) / 1000
    const lists = listsOf(forecast, settings.shares)
    const consistency = last ? consistencyOf(last, lists, settings.shares) : null
    last = lists
    yield { forecast, result: { ...judged(forecast, counts, settings.shares, seconds), consistency } }
  }
}

type Lists = { readonly floor: readonly Float64Array[]; readonly model: readonly Float64Array[] }

function listsOf({ floor, shown }: Forecast, shares: readonly number[]): Lists {
  const its = topShares(floor, shares)
  return { floor: its, model: shown === floor ? its : topShares(shown, shares) }
}

const consistencyOf = (before: Lists, after: Lists, shares: readonly number[]): Consistency[] =>
  shares.map((share, at) => {
    const of = (list: keyof Lists) => inCommon(before[list][at] as Float64Array, after[list][at] as Float64Array)
    return { share, floor: of('floor'), model: of('model') }
  })

function judged(
  forecast: Forecast,
  counts: Float64Array,
  shares: readonly number[],
  seconds: number,
): Omit<PeriodResult, 'consistency'> {
  const { period, halfLife, release, total, shifted, learned } = forecast
  const events = totalOf(counts)
  const all = [...shares, ...curveShares]
  const judge = (scores: Float64Array) => {
    const { hit, pai, pei } = accuracy(scores, counts, all)
    const of = (at: number): Judged => ({ hit: hit[at] as number, pai: pai[at] as number, pei: pei[at] as number })
    return { at: shares.map((_, at) => of(at)), line: [...hit.subarray(shares.length)] }
  }
  const floor = judge(forecast.floor)
  const model = forecast.shown === forecast.floor ? floor : judge(forecast.shown)
  const own = learned && (learned === forecast.shown ? model : judge(learned))
  const best = judge(counts)
  const areas = shares.map((share, at) => ({
    share,
    cells: share * counts.length,
    floor: floor.at[at] as Judged,
    model: model.at[at] as Judged,
    learned: own?.at[at] ?? null,
    best: best.at[at] as Judged,
  }))
  const curve = {
    share: curveShares,
    floor: floor.line,
    model: model.line,
    learned: own?.line ?? null,
    best: best.line,
  }
  const { expected } = forecast
  const isSomething = totalOf(expected) > 1e-9
  return {
    ...{ period, events, expected: total, seconds, halfLife, release, shifted, areas, curve },
    calibration: isSomething ? calibration(expected, counts, calibrationGroups) : null,
  }
}

/** The means over the periods that had events, and the gains with their paired intervals over these periods. */
export function summary(results: readonly PeriodResult[]): Omit<Backtest, 'periods'> {
  const periods = results.filter(({ events }) => events > 0)
  const shares = periods[0]?.areas ?? []
  // A mean over fewer periods does not stand beside the floor's: without the first ones, which are hard, it looks better than it is.
  const isLearnedInAll = periods.every(({ curve }) => curve.learned)
  const mean = shares.map(({ share, cells }, at): AtShare => {
    const of = (list: 'floor' | 'model' | 'learned' | 'best') =>
      meanJudged(periods.flatMap(({ areas }) => areas[at]?.[list] ?? []))
    return {
      ...{ share, cells, floor: of('floor'), model: of('model'), best: of('best') },
      learned: isLearnedInAll ? of('learned') : null,
    }
  })
  const gain = shares.map(({ share }, at) => {
    const of = (list: 'model' | 'learned') =>
      periods.flatMap(({ areas }) => {
        const here = areas[at]
        const other = here?.[list]
        return here && other ? other.hit - here.floor.hit : []
      })
    const learned = of('learned')
    return {
      share,
      model: pairedInterval(of('model'), 0.95),
      learned: learned.length > 0 ? pairedInterval(learned, 0.95) : null,
    }
  })
  const all = periods.map(({ curve }) => curve)
  const curve = {
    share: curveShares,
    floor: meanLine(all.map(({ floor }) => floor)),
    model: meanLine(all.map(({ model }) => model)),
    learned: isLearnedInAll ? meanLine(all.flatMap(({ learned }) => (learned ? [learned] : []))) : null,
    best: meanLine(all.map(({ best }) => best)),
  }
  return { mean, gain, curve, ...steadiness(results) }
}

function steadiness(results: readonly PeriodResult[]): Pick<Backtest, 'consistency' | 'calibration'> {
  const lists = results.flatMap(({ consistency }) => (consistency ? [consistency] : []))
  const judged = results.flatMap(({ calibration }) => (calibration ? [calibration] : []))
  const mean = (at: number, of: 'floor' | 'model') => meanOf(lists.map((one) => (one[at] as Consistency)[of]))
  return {
    consistency:
      lists[0]?.map(({ share }, at) => ({ share, floor: mean(at, 'floor'), model: mean(at, 'model') })) ?? null,
    calibration: judged.length > 0 ? pooled(judged, calibrationGroups) : null,
  }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
const meanLine = (lines: readonly (readonly number[])[]) =>
  curveShares.map((_, at) => meanOf(lines.map((line) => line[at] as number)))
const meanJudged = (all: readonly Judged[]): Judged => ({
  hit: meanOf(all.map(({ hit }) => hit)),
  pai: meanOf(all.map(({ pai }) => pai)),
  pei: meanOf(all.map(({ pei }) => pei)),
})

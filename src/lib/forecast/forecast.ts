import { hitRates } from '../stats/pai.ts'
import { seeded } from '../stats/random.ts'
import type { Calendar } from './calendar.ts'
import { snapshots } from './features.ts'
import { floorOf, halfLifeChooser } from './floor.ts'
import { before, countsAt, type History, lastPeriods, nextPeriod, remembered, totalOf } from './history.ts'
import { type LearnedSettings, learn, learnedSettings } from './learned.ts'
import { levelOf } from './level.ts'
import { type Release, release, type Tried } from './release.ts'

export type ForecastSettings = {
  /** Shares of the area at which it is judged. */
  readonly shares: readonly number[]
  readonly calendar: Calendar
  /** The floor's half-life in periods; chosen by the periods before when left out. */
  readonly halfLife?: number
  readonly learned?: LearnedSettings
  /** Without it only the floor is made. */
  readonly learns?: boolean
}

export type Forecast = {
  readonly period: number
  readonly halfLife: number
  /** The decayed count of each place: always there, always shown. */
  readonly floor: Float64Array
  /** Share of the events that the learned model expects in each place; undefined when there is too little to learn from. */
  readonly learned: Float64Array | undefined
  readonly release: Release
  /** What is shown: places in this order, highest first, by the floor or by the learned model as `release` says. */
  readonly shown: Float64Array
  /** Expected events in the whole area, and in each place. */
  readonly total: number
  readonly shifted: boolean
  readonly expected: Float64Array
}

/** So many periods before are looked at to choose the half-life and to judge the learned model: a year of months, or 16 weeks. */
const lookBackOf = ({ periodsAMonth }: Calendar) => Math.max(12, Math.min(16, Math.round(6 * periodsAMonth)))

/**
 * Makes forecasts of the period after a history, for histories of one area that grow. What it finds out about a period it keeps:
 * that was made from the periods before it alone, and stays true whatever comes later.
 */
export function forecaster(settings: ForecastSettings) {
  const { shares, calendar } = settings
  // The whole list by the learned model, or only after the first places of the floor.
  const depths = [0, ...shares.slice(0, -1)]
  const lookBack = lookBackOf(calendar)
  const halfLifeOf = halfLifeChooser(settings, lookBack)
  const learnedFor = learner(settings, lookBack)
  const triedAt = remembered((history, period): Tried | undefined => {
    const past = before(history, period)
    const learned = learnedFor(history, period)
    const counts = countsAt(history, period)
    if (!learned || totalOf(counts) === 0) return undefined
    const floor = floorOf(past, halfLifeOf(past))
    return {
      period,
      floor: hitRates(floor, counts, shares),
      learned: depths.map((depth) => hitRates(spliced(floor, learned, depth), counts, shares)),
    }
  })

  return (history: History): Forecast => {
    const period = nextPeriod(history)
    const halfLife = halfLifeOf(history)
    const floor = floorOf(history, halfLife)
    const learned = learnedFor(history, period)
    const tried = learned ? lastPeriods(history, lookBack).flatMap((one) => triedAt(history, one) ?? []) : []
    const released = release(tried, depths, shares)
    const used = released.uses === 'learned' ? learned : undefined
    const { expected: total, shifted } = levelOf(history, 12 * calendar.periodsAMonth)
    const from = used ?? floor
    const sum = totalOf(from) || 1
    return {
      ...{ period, halfLife, floor, learned, release: released, total, shifted },
      shown: used ? spliced(floor, used, released.floorUpTo) : floor,
      expected: from.map((share) => (total * share) / sum),
    }
  }
}

function learner({ calendar, learns = true, learned }: ForecastSettings, lookBack: number) {
  const settings = learned ?? learnedSettings(calendar.periodsAMonth)
  const snapshotsOf = snapshots(calendar)
  const snapshotOf = remembered((history, period) => snapshotsOf(history, period), settings.mostPeriods + lookBack)
  return remembered((history, period) =>
    learns
      ? learn(before(history, period), snapshotOf, settings, seeded(settings.seed + period).next)?.shares
      : undefined,
  )
}

/** A list whose first places, up to a share of the area, are the floor's; the rest stand in the learned model's order. */
export function spliced(floor: Float64Array, learned: Float64Array, depth: number): Float64Array {
  if (depth === 0) return learned
  // Where the floor has nothing it has no order to keep.
  const order = Uint32Array.from(floor.keys())
    .filter((place) => (floor[place] as number) > 0)
    .sort((a, b) => (floor[b] as number) - (floor[a] as number) || (learned[b] as number) - (learned[a] as number))
  const scores = Float64Array.from(learned)
  const head = order.subarray(0, Math.round(depth * floor.length))
  // A share is never above 1: the head stands above all of them, in its own order.
  for (const [rank, place] of head.entries()) scores[place] = 1 + head.length - rank
  return scores
}

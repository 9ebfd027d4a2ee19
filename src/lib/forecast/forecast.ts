import { hitRates } from '../stats/pai.ts'
import { seeded } from '../stats/random.ts'
import type { Calendar } from './calendar.ts'
import { type Snapshot, snapshots } from './features.ts'
import { floorOf } from './floor.ts'
import { before, countsOf, type History, nextPeriod, placesOf, totalOf } from './history.ts'
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

/** Half-lives that the floor may have, in months. */
const halfLifeMonths = [1, 1.5, 2, 3, 4, 6, 9, 12, 24] as const
/** So many periods before are looked at to choose the half-life, and to judge the learned model: a year of months, half a year of weeks. */
const lookBackOf = ({ periodsAMonth }: Calendar) => Math.max(12, Math.min(26, Math.round(6 * periodsAMonth)))
const leastBefore = 2

/**
 * Makes forecasts of the period after a history, for histories of one area that grow. What it finds out about a period it keeps:
 * that was made from the periods before it alone, and stays true whatever comes later.
 */
export function forecaster(settings: ForecastSettings) {
  const candidates = settings.halfLife
    ? [settings.halfLife]
    : halfLifeMonths.map((months) => months * settings.calendar.periodsAMonth)
  // The whole list by the learned model, or only after the first places of the floor.
  const depths = [0, ...settings.shares.slice(0, -1)]
  const lookBack = lookBackOf(settings.calendar)
  const learning = settings.learned ?? learnedSettings(settings.calendar.periodsAMonth)
  const floorHits = new Map<number, readonly (readonly number[])[]>()
  const learnedOf = new Map<number, Float64Array | undefined>()
  const tries = new Map<number, Tried>()
  const snapshotsOf = snapshots(settings.calendar)
  const kept = new Map<number, Snapshot>()
  const snapshotOf = (history: History, period: number): Snapshot => {
    const known = kept.get(period) ?? snapshotsOf(history, period)
    kept.set(period, known)
    for (const old of kept.keys()) if (old < period - learning.mostPeriods - lookBack) kept.delete(old)
    return known
  }

  const hitsOfFloors = (history: History, period: number) => {
    const known =
      floorHits.get(period) ??
      candidates.map((halfLife) =>
        hitRates(floorOf(before(history, period), halfLife), at(history, period), settings.shares),
      )
    floorHits.set(period, known)
    return known
  }

  /** The half-life that did best in the periods of this history, each from what was before it. */
  const halfLifeOf = (history: History): number => {
    const periods = lookedAt(history, lookBack)
    const means = candidates.map((_, at) =>
      meanOf(periods.flatMap((period) => hitsOfFloors(history, period)[at] ?? [])),
    )
    const best = means.reduce((best, mean, at) => (mean > (means[best] as number) ? at : best), 0)
    // Nothing to choose by: three months, which did well in every city that was tried.
    return Number.isNaN(means[best]) ? (candidates[3] ?? (candidates[0] as number)) : (candidates[best] as number)
  }

  const learnedFor = (history: History): Float64Array | undefined => {
    const period = nextPeriod(history)
    if (settings.learns === false) return undefined
    if (!learnedOf.has(period)) {
      learnedOf.set(period, learn(history, snapshotOf, learning, seeded(learning.seed + period).next)?.shares)
    }
    return learnedOf.get(period)
  }

  const triedAt = (history: History, period: number): Tried | undefined => {
    const known = tries.get(period)
    if (known) return known
    const past = before(history, period)
    const learned = learnedFor(past)
    const counts = at(history, period)
    if (!learned || totalOf(counts) === 0) return undefined
    const floor = floorOf(past, halfLifeOf(past))
    const tried = {
      period,
      floor: hitRates(floor, counts, settings.shares),
      learned: depths.map((depth) => hitRates(spliced(floor, learned, depth), counts, settings.shares)),
    }
    tries.set(period, tried)
    return tried
  }

  return (history: History): Forecast => {
    const halfLife = halfLifeOf(history)
    const floor = floorOf(history, halfLife)
    const learned = learnedFor(history)
    const periods = learned ? lookedAt(history, lookBack) : []
    const released = release(
      periods.flatMap((period) => triedAt(history, period) ?? []),
      depths,
    )
    const { expected: total, shifted } = levelOf(history, 12 * settings.calendar.periodsAMonth)
    const shown = released.uses === 'learned' && learned ? spliced(floor, learned, released.floorUpTo) : floor
    const shares = released.uses === 'learned' && learned ? learned : floor
    const sum = totalOf(shares) || 1
    const expected = shares.map((share) => (total * share) / sum)
    return { period: nextPeriod(history), halfLife, floor, learned, release: released, shown, total, shifted, expected }
  }
}

const at = (history: History, period: number): Float64Array =>
  countsOf(history, period) ?? new Float64Array(placesOf(history))

/** The last periods of a history that have enough before them to be foretold. */
function lookedAt(history: History, most: number): number[] {
  const end = nextPeriod(history)
  const from = Math.max(history.first + leastBefore, end - most)
  return Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index)
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

const meanOf = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length
}

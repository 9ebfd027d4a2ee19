import { meanInterval } from '../stats/student.ts'

/** What one period of the back-test said: hit rates at each share of the area, of the floor and of what may take its place. */
export type Tried = {
  readonly period: number
  readonly floor: readonly number[]
  /** For each depth: the floor's first places up to there, then the learned model's. */
  readonly learned: readonly (readonly number[])[]
}

export type Release = {
  readonly uses: 'floor' | 'learned'
  /** Up to this share of the area the list is the floor's: 0 when the learned model makes all of it. */
  readonly floorUpTo: number
  readonly why: string
  readonly periods: number
  /** Mean gain in hit rate at each share, and that of all shares with its interval. Nothing was tried: undefined. */
  readonly gains?: readonly number[]
  readonly gain?: Interval
}

/** One period alone has no interval: from −∞ to ∞. */
export type Interval = { readonly mean: number; readonly low: number; readonly high: number; readonly level: number }

const leastPeriods = 6
/** What no share of the area may lose, even at the low end: a gain in the outskirts is no reason to miss in the centre. */
const mostLoss = 0.002

/**
 * Whether the learned model may be shown. It must have beaten the floor in the periods before, by a paired interval over the
 * periods that lies above zero. The level is shared among the depths that were tried, for the best of several is
 * better than it is (Bonferroni).
 */
export function release(tried: readonly Tried[], depths: readonly number[]): Release {
  const floor = { uses: 'floor', floorUpTo: 1, periods: tried.length } as const
  if (tried.length < leastPeriods)
    return {
      ...floor,
      why: `The floor is used: a learned model was tried in ${tried.length} periods, and ${leastPeriods} are needed.`,
    }
  const level = 1 - 0.05 / depths.length
  const options = depths.map((depth, at) => {
    const byPeriod = tried.map(({ floor, learned }) => differences(learned[at] ?? [], floor))
    const each = (byPeriod[0] ?? []).map((_, share) =>
      pairedInterval(
        byPeriod.map((one) => one[share] as number),
        level,
      ),
    )
    const isSafe = each.every(({ mean, low }) => mean >= 0 && low >= -mostLoss)
    return {
      depth,
      isSafe,
      gains: each.map(({ mean }) => mean),
      gain: pairedInterval(byPeriod.map(meanOf), level),
    }
  })
  const safe = options.filter(({ isSafe }) => isSafe)
  const [best] = [...(safe.length > 0 ? safe : options)].sort((a, b) => b.gain.mean - a.gain.mean)
  if (!best) return { ...floor, why: 'The floor is used: no learned model was tried.' }
  const { depth, gains, gain } = best
  const said = `${points(gain.mean)} points of hit rate (${points(gain.low)} to ${points(gain.high)}) in the ${tried.length} periods before`
  if (safe.length === 0)
    return {
      ...floor,
      gains,
      gain,
      why: `The floor is used: the learned model lost, or may, at a share of the area; it gained ${said}.`,
    }
  if (!(gain.low > 0))
    return { ...floor, gains, gain, why: `The floor is used: the learned model gained ${said}, which may be chance.` }
  const part = depth === 0 ? '' : ` after the first ${Number((100 * depth).toPrecision(3))}% of the area`
  const why = `The learned model is used${part}: it gained ${said}.`
  return { uses: 'learned', floorUpTo: depth, periods: tried.length, gains, gain, why }
}

/**
 * The mean of the differences and between what the true one lies, by Student's t over the periods. A percentile bootstrap of six
 * periods calls 95% what holds the truth in 86% of all cases. Periods that depend on each other make either too narrow.
 */
export function pairedInterval(differences: readonly number[], level: number): Interval {
  return { ...meanInterval(differences, level), level }
}

const differences = (a: readonly number[], b: readonly number[]) => a.map((one, at) => one - (b[at] as number))
const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
const points = (rate: number) => (100 * rate).toFixed(2)

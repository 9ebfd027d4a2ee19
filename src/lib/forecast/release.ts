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
  /** Why, in one word; `whyOf` says it in a sentence. */
  readonly because: 'better' | 'too few tried' | 'may lose' | 'may be chance'
  readonly periods: number
  /** Mean gain in hit rate at each share, and that of all shares with its interval. Nothing was tried: undefined. */
  readonly gains?: readonly number[]
  readonly gain?: Interval
  /** Where it lost, or may lose more than it may: the share of the area, and by how much. */
  readonly loss?: Interval & { readonly share: number }
}

/** One period alone has no interval: from −∞ to ∞. */
export type Interval = { readonly mean: number; readonly low: number; readonly high: number; readonly level: number }

const leastPeriods = 6
/** What no share of the area may lose, even at the low end: a gain in the outskirts is no reason to miss in the centre. */
const mostLoss = 0.002

/**
 * Whether the learned model may be shown. It must have beaten the floor in the periods before, by a paired interval over the
 * periods that lies above zero. The level is shared among the depths that were tried, for the best of several is
 * better than it is (Bonferroni). `shares`: of the area, at which hit rates were taken.
 */
export function release(tried: readonly Tried[], depths: readonly number[], shares: readonly number[]): Release {
  const floor = { uses: 'floor', floorUpTo: 1, periods: tried.length } as const
  if (tried.length < leastPeriods) return { ...floor, because: 'too few tried' }
  const level = 1 - 0.05 / depths.length
  const options = depths.map((depth, at) => {
    const byPeriod = tried.map(({ floor, learned }) => differences(learned[at] ?? [], floor))
    const each = shares.map((share, place) => ({
      ...pairedInterval(
        byPeriod.map((one) => one[place] as number),
        level,
      ),
      share,
    }))
    const lost = each.filter(({ mean, low }) => mean < 0 || low < -mostLoss)
    return {
      ...{ depth, gains: each.map(({ mean }) => mean), gain: pairedInterval(byPeriod.map(meanOf), level) },
      loss: lost.sort((a, b) => a.low - b.low)[0],
    }
  })
  const safe = options.filter(({ loss }) => !loss)
  const [best] = [...(safe.length > 0 ? safe : options)].sort((a, b) => b.gain.mean - a.gain.mean)
  if (!best) return { ...floor, because: 'too few tried' }
  const { depth, gains, gain, loss } = best
  if (loss) return { ...floor, gains, gain, loss, because: 'may lose' }
  if (!(gain.low > 0)) return { ...floor, gains, gain, because: 'may be chance' }
  return { uses: 'learned', floorUpTo: depth, because: 'better', periods: tried.length, gains, gain }
}

/** What is counted and over which steps, as a reader calls them. */
export type Named = { readonly things: string; readonly periods: string }
const usualNames: Named = { things: 'events', periods: 'periods' }

/** The same in one sentence or two that somebody can read who knows no statistics: of 100 events, how many more or fewer. */
export function whyOf({ because, periods, floorUpTo, gain, loss }: Release, named = usualNames): string {
  const { things } = named
  if (because === 'too few tried' || !gain)
    return `The floor is used. The learned model could be tried in ${periods} ${named.periods} only, and ${leastPeriods} are needed.`
  const over = `Over the ${periods} ${named.periods} before, its list held ${moreOrFewer(gain.mean)} of every 100 ${things} than the floor’s`
  const range = `likely between ${moreOrFewer(gain.low)} and ${moreOrFewer(gain.high)}`
  if (because === 'better') {
    const part = floorUpTo === 0 ? '' : ` after the floor’s first ${percentOf(floorUpTo)} of the area`
    return `The learned model is used${part}. ${over}, ${range}.`
  }
  if (because === 'may be chance' || !loss)
    return `The floor is used, for the learned model may be no better. ${over}, ${range}.`
  const worst = `In the first ${percentOf(loss.share)} of the area its list held ${moreOrFewer(loss.mean)} of every 100 ${things} than the floor’s, and it may be ${moreOrFewer(loss.low)}`
  return `The floor is used, for the learned model may do worse. ${worst}. ${over}, ${range}.`
}

const percentOf = (share: number) => `${Number((100 * share).toPrecision(3))}%`
const moreOrFewer = (rate: number) => `${Math.abs(100 * rate).toFixed(2)} ${rate < 0 ? 'fewer' : 'more'}`

/**
 * The mean of the differences and between what the true one lies, by Student's t over the periods. A percentile bootstrap of six
 * periods calls 95% what holds the truth in 86% of all cases. Periods that depend on each other make either too narrow.
 */
export function pairedInterval(differences: readonly number[], level: number): Interval {
  return { ...meanInterval(differences, level), level }
}

const differences = (a: readonly number[], b: readonly number[]) => a.map((one, at) => one - (b[at] as number))
const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)

import { poisson, seeded } from '../stats/random.ts'

export type FeedbackSettings = {
  /** True thefts a day in each area, whoever looks. */
  readonly rates: readonly number[]
  readonly days: number
  readonly seed: number
  /**
   * `reports`: every area's victims report, patrolled or not, and only that is learnt from; what the patrol found carries a flag and is
   * left out. `finds`: the naive update, which learns from what the patrol found where it was sent.
   */
  readonly learnFrom: 'reports' | 'finds'
  /** What the urn holds for each area before the first day. */
  readonly start?: number
}

export type FeedbackRun = {
  /** The share of patrol that each area is given on the last day: what the urn says. */
  readonly given: Float64Array
  /** The share of days on which the patrol was there. */
  readonly patrolled: Float64Array
  /** Each area's true share of thefts. */
  readonly wanted: Float64Array
  /** The largest |given / wanted - 1|. */
  readonly furthest: number
}

/**
 * The urn of Ensign, Friedler, Neville, Scheidegger and Venkatasubramanian, Runaway Feedback Loops in Predictive Policing (2018):
 * each day one area is drawn in proportion to its balls and patrolled, and balls are added for what is learnt that day. With finds
 * alone the area with the highest rate takes everything in the long run; with reports the shares settle at the true ones.
 */
export function feedbackOf({ rates, days, seed, learnFrom, start = 5 }: FeedbackSettings): FeedbackRun {
  const random = seeded(seed)
  const urn = new Float64Array(rates.length).fill(start)
  const times = new Float64Array(rates.length)
  for (let day = 0; day < days; day++) {
    const sent = drawnFrom(urn, random.next())
    times[sent] = (times[sent] as number) + 1
    for (const [area, rate] of rates.entries()) {
      const thefts = poisson(rate, random)
      if (learnFrom === 'reports' || area === sent) urn[area] = (urn[area] as number) + thefts
    }
  }
  const wanted = shares(Float64Array.from(rates))
  const given = shares(urn)
  const furthest = Math.max(...given.map((share, area) => Math.abs(share / (wanted[area] as number) - 1)))
  return { given, patrolled: shares(times), wanted, furthest }
}

function drawnFrom(urn: Float64Array, at: number): number {
  let left = at * urn.reduce((sum, each) => sum + each, 0)
  const found = urn.findIndex((balls) => {
    left -= balls
    return left < 0
  })
  return found < 0 ? urn.length - 1 : found
}

function shares(values: Float64Array): Float64Array {
  const all = values.reduce((sum, each) => sum + each, 0)
  return values.map((each) => each / all)
}

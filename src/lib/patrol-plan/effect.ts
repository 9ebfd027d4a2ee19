import { seeded } from '../stats/random.ts'
import { refuse } from '../stats/wrong-input.ts'

/** Reports in each place (cell) before and after the patrols began, over periods of the same length. */
export type BeforeAfter = { readonly before: Float64Array; readonly after: Float64Array }

export type EffectSettings = { readonly draws?: number; readonly seed: number; readonly level?: number }

export type Effect = {
  /** Reports a place fewer (below 0) or more than it would have been had it changed as the controls did. */
  readonly difference: number
  /** Percentiles of the bootstrap (Efron 1979), at `level`. */
  readonly interval: readonly [number, number]
  /** Share of relabelled places that show as large a difference, either way. */
  readonly p: number
  /** The same as a ratio: 0.8 is a fifth fewer; 0.5 is added to each sum so that an empty one does not divide by 0. */
  readonly ratio: number
  readonly ratioInterval: readonly [number, number]
  /** `none shown` unless the interval and p agree: what luck would do is no effect. */
  readonly verdict: 'fewer' | 'more' | 'none shown'
  readonly says: string
}

const mean = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0) / values.length
const changes = ({ before, after }: BeforeAfter) => after.map((each, place) => each - (before[place] as number))

/**
 * Difference in differences: how the patrolled places changed beside how the controls did (Angrist and Pischke 2009, ch. 5). p by
 * permutation of the labels, (1 + as large) / (1 + draws) (Phipson and Smyth 2010); the interval by bootstrap of places within
 * each group. It holds only if both would have gone the same way without patrols: choose controls by lot, or alike before.
 */
export function effectOf(patrolled: BeforeAfter, control: BeforeAfter, settings: EffectSettings): Effect {
  const { draws = 1999, seed, level = 0.95 } = settings
  for (const { before, after } of [patrolled, control])
    if (before.length < 2 || before.length !== after.length)
      refuse('Give at least two patrolled and two control places, each with a count before and after.')
  const ours = changes(patrolled)
  const theirs = changes(control)
  const difference = mean(ours) - mean(theirs)
  const p = permuted(ours, theirs, { draws, seed })
  const { differences, ratios } = bootstrapped(patrolled, control, { draws, seed: seed + 1 })
  const interval = middle(differences, level)
  const isSure = p <= 1 - level && (interval[0] > 0 || interval[1] < 0)
  const verdict = !isSure ? 'none shown' : difference < 0 ? 'fewer' : 'more'
  const ratio = ratioOf(patrolled, control)
  const ratioInterval = middle(ratios, level)
  return { difference, interval, p, ratio, ratioInterval, verdict, says: inWords(verdict, ratio, ratioInterval) }
}

function ratioOf(patrolled: BeforeAfter, control: BeforeAfter): number {
  const sum = (values: Float64Array) => values.reduce((all, each) => all + each, 0.5)
  return (sum(patrolled.after) * sum(control.before)) / (sum(patrolled.before) * sum(control.after))
}

function permuted(ours: Float64Array, theirs: Float64Array, { draws, seed }: { draws: number; seed: number }): number {
  const random = seeded(seed)
  const all = Float64Array.of(...ours, ...theirs)
  const total = mean(all) * all.length
  const many = ours.length
  const apart = (sum: number) => Math.abs(sum / many - (total - sum) / (all.length - many))
  const seen = apart(mean(ours) * many) - 1e-12
  let asLarge = 0
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let at = 0; at < many; at++) {
      const other = at + random.below(all.length - at)
      const value = all[other] as number
      all[other] = all[at] as number
      all[at] = value
      sum += value
    }
    if (apart(sum) >= seen) asLarge += 1
  }
  return (1 + asLarge) / (1 + draws)
}

function bootstrapped(patrolled: BeforeAfter, control: BeforeAfter, { draws, seed }: { draws: number; seed: number }) {
  const random = seeded(seed)
  const again = ({ before, after }: BeforeAfter): BeforeAfter => {
    const places = before.map(() => random.below(before.length))
    return { before: places.map((at) => before[at] as number), after: places.map((at) => after[at] as number) }
  }
  const differences = new Float64Array(draws)
  const ratios = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    const [ours, theirs] = [again(patrolled), again(control)]
    differences[draw] = mean(changes(ours)) - mean(changes(theirs))
    ratios[draw] = ratioOf(ours, theirs)
  }
  return { differences, ratios }
}

function middle(values: Float64Array, level: number): readonly [number, number] {
  const sorted = values.toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
  return [at((1 - level) / 2), at(1 - (1 - level) / 2)]
}

function inWords(verdict: Effect['verdict'], ratio: number, [low, high]: readonly [number, number]): string {
  const percent = (value: number) => `${Math.abs(Math.round(100 * (value - 1)))}% ${value < 1 ? 'fewer' : 'more'}`
  const range = `between ${percent(low)} and ${percent(high)}`
  if (verdict === 'none shown')
    return `No effect was shown: the change could be anything ${range}, and luck alone does as much.`
  return `About ${percent(ratio)} reports than without patrols; ${range}.`
}

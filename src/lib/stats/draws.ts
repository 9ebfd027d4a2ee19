import { areAlike } from './alike.ts'

/**
 * How large the sum of k values, drawn without replacement from a finite set of whole numbers, becomes by chance: exactly.
 *
 * Let each value be in the draw by itself with chance θ. Given that k are in, every set of k is as likely, whatever θ is,
 * so P(sum = s | k) = P(sum = s, k) / P(k), and the right side is a product over the distinct values v, m times there:
 * Π (Σ_j C(m, j) θ^j (1 − θ)^(m−j) · [j drawn, j·v in the sum]). All terms are positive, so tails keep their relative accuracy.
 * This is the distribution behind the permutation test of Getis and Ord (Geographical Analysis 24 (1992) 189), without
 * drawing: the normal curve is far off where few are expected, and 999 permutations cannot show a chance below 1 in 1,000.
 */
export type DrawTails = {
  /** False: counts were rounded first, see below. */
  readonly exact: boolean
  /** P(sum ≥ s) and P(sum ≤ s) for a draw of k; k is one of the sizes asked for. */
  readonly atLeast: (k: number, sum: number) => number
  readonly atMost: (k: number, sum: number) => number
}

/** Beyond this many additions (about half a second) counts are rounded. */
const mostAdditions = 2.5e8
/** (1 − θ)^n would leave the range of a double. */
const largestDraw = 300
/** How finely sums are told apart where counts are rounded: whole ones; and decayed ones, which are rounded on every live map. */
const finestSteps = 8000
const decayedSteps = 2000

/**
 * Sums of any of the sizes asked for. Counts that are not whole (decayed ones), or whose sums have too many values, are put
 * on evenly spaced levels, so that their mean stays and their spread grows a little, and a sum is taken for the level
 * that makes it less surprising. Undefined for draws of more than 300: their sums are nearly normal.
 */
export const tailsOfDraws = (
  values: ArrayLike<number>,
  sizes: Iterable<number>,
  additions = mostAdditions,
): DrawTails | undefined => tailsOfGroups(distinct(values), sizes, additions)

/** The same for values that are counted already: each one once, and how many cells have it. */
export function tailsOfGroups(
  values: readonly Group[],
  sizes: Iterable<number>,
  additions = mostAdditions,
): DrawTails | undefined {
  const wanted = [...new Set(sizes)].sort((a, b) => a - b)
  const most = wanted.at(-1) ?? 0
  const all = values.reduce((sum, { times }) => sum + times, 0)
  if (most > largestDraw || all < most) return undefined
  const { least, step, exact, groups } = levelled(values, most, additions)
  const width = largestSum(groups, most) + 1
  const joint = jointOf(groups, { most, width, share: Math.min(0.5, most / all) })
  const tables = new Map(wanted.map((k) => [k, tailsOf(joint.subarray(k * width, (k + 1) * width))]))
  const within = (level: number) => Math.min(width - 1, Math.max(0, level))
  // Adding up in another order changes the last bits: that must not move a sum to another level.
  const level = (k: number, sum: number) => (sum - k * least) / step
  return {
    exact,
    atLeast: (k, sum) => tables.get(k)?.upper[within(Math.floor(level(k, sum) + 1e-6))] as number,
    atMost: (k, sum) => tables.get(k)?.lower[within(Math.ceil(level(k, sum) - 1e-6))] as number,
  }
}

/** How often a value is there; once levelled, the value is in steps above the least, which keeps the sums short. */
export type Group = { readonly value: number; readonly times: number }

function distinct(values: ArrayLike<number>): Group[] {
  const times = new Map<number, number>()
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    times.set(value, (times.get(value) ?? 0) + 1)
  }
  return [...times].map(([value, many]) => ({ value, times: many })).sort((a, b) => a.value - b.value)
}

type Levelled = {
  readonly least: number
  readonly step: number
  readonly exact: boolean
  readonly groups: readonly Group[]
}

/** In steps of 1 where the counts are whole and that is not too much; else in the finest steps that are not. */
function levelled(values: readonly Group[], most: number, additions: number): Levelled {
  const sorted = values.toSorted((a, b) => a.value - b.value)
  const least = sorted[0]?.value ?? 0
  const greatest = sorted.at(-1)?.value ?? 0
  if (areAlike(least, greatest)) return alike(sorted, least)
  const range = greatest - least
  const top =
    largestSum(sorted, most) -
    Math.min(
      most,
      sorted.reduce((sum, { times }) => sum + times, 0),
    ) *
      least
  const whole = sorted.every(({ value }) => Number.isSafeInteger(value))
  let step = whole && range < 1e5 ? 1 : Math.max(top / (whole ? finestSteps : decayedSteps), Number.MIN_VALUE)
  let groups = groupsOf(sorted, least, step)
  while (cost(groups, most, largestSum(groups, most) + 1) > additions) {
    step = Math.max(step * 1.5, top / finestSteps)
    groups = groupsOf(sorted, least, step)
  }
  return { least, step, exact: whole && step === 1, groups }
}

/** No sum is far out where all are the same but for rounding: one level holds them all. */
const alike = (values: readonly Group[], least: number): Levelled => ({
  ...{ least, step: 1, exact: values.length === 1 },
  groups: [{ value: 0, times: values.reduce((sum, { times }) => sum + times, 0) }],
})

/** A value between two levels is shared out among both, so that the mean stays; then to whole numbers of values. */
function groupsOf(sorted: readonly Group[], least: number, step: number): Group[] {
  const shares = new Float64Array(Math.floor(((sorted.at(-1)?.value ?? 0) - least) / step) + 2)
  for (const { value, times } of sorted) {
    const at = (value - least) / step
    const level = Math.floor(at)
    shares[level] = (shares[level] as number) + times * (1 - (at - level))
    shares[level + 1] = (shares[level + 1] as number) + times * (at - level)
  }
  const groups: Group[] = []
  let carried = 0
  for (const [value, share] of shares.entries()) {
    const times = Math.round(share + carried)
    carried += share - times
    if (times > 0) groups.push({ value, times })
  }
  return groups
}

function largestSum(groups: readonly Group[], most: number): number {
  let [sum, left] = [0, most]
  for (const { value, times } of groups.toReversed()) {
    const taken = Math.min(left, times)
    sum += taken * value
    left -= taken
  }
  return sum
}

const cost = (groups: readonly Group[], most: number, width: number) =>
  groups.reduce((all, { value, times }) => {
    const few = Math.min(times, most)
    return all + (few * most - (few * few) / 2) * Math.min(width, most * value + 1)
  }, most * width)

type Size = { readonly most: number; readonly width: number; readonly share: number }

/** P(sum = s, k drawn), at [k * width + s]. */
function jointOf(groups: readonly Group[], { most, width, share }: Size): Float64Array {
  const joint = new Float64Array((most + 1) * width)
  joint[0] = 1
  // The largest sum that k draws from the groups so far can have; below 0: there are not so many yet.
  const reached = new Int32Array(most + 1).fill(-1)
  reached[0] = 0
  for (const { value, times } of groups) {
    const chances = binomial(times, share, Math.min(times, most))
    // From the largest k down, because a row takes from rows of fewer draws as they were before this group.
    for (let k = most; k >= 0; k--) {
      const row = joint.subarray(k * width, (k + 1) * width)
      let farthest = reached[k] as number
      const none = chances[0] as number
      for (let sum = 0; sum <= farthest; sum++) row[sum] = (row[sum] as number) * none
      for (let taken = 1; taken <= Math.min(k, times); taken++) {
        const before = reached[k - taken] as number
        if (before < 0) continue
        addShifted(row, joint.subarray((k - taken) * width, (k - taken) * width + before + 1), {
          ...{ by: taken * value, chance: chances[taken] as number },
        })
        farthest = Math.max(farthest, before + taken * value)
      }
      reached[k] = farthest
    }
  }
  return joint
}

function addShifted(row: Float64Array, from: Float64Array, { by, chance }: { by: number; chance: number }): void {
  for (let sum = 0; sum < from.length; sum++) row[sum + by] = (row[sum + by] as number) + (from[sum] as number) * chance
}

/** P(j of n) for j = 0 … most. */
function binomial(n: number, share: number, most: number): Float64Array {
  const chances = new Float64Array(most + 1)
  const odds = share / (1 - share)
  chances[0] = Math.exp(n * Math.log1p(-share))
  for (let j = 1; j <= most; j++) chances[j] = (((chances[j - 1] as number) * (n - j + 1)) / j) * odds
  return chances
}

type Tails = { readonly upper: Float64Array; readonly lower: Float64Array }

function tailsOf(row: Float64Array): Tails {
  const upper = new Float64Array(row.length)
  const lower = new Float64Array(row.length)
  let [above, below] = [0, 0]
  for (let at = 0; at < row.length; at++) {
    below += row[at] as number
    lower[at] = below
    const top = row.length - 1 - at
    above += row[top] as number
    upper[top] = above
  }
  for (let at = 0; at < row.length; at++) {
    lower[at] = Math.min(1, (lower[at] as number) / below)
    upper[at] = Math.min(1, (upper[at] as number) / above)
  }
  return { upper, lower }
}

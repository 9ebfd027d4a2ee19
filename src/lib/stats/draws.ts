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
  /** P(sum ≥ s) and P(sum ≤ s) for a draw of k; k is one of the sizes asked for. */
  readonly atLeast: (k: number, sum: number) => number
  readonly atMost: (k: number, sum: number) => number
}

/** Beyond this many additions (about half a second) it is not tried. */
const budget = 2.5e8
/** (1 − θ)^n would leave the range of a double. */
const largestDraw = 300

/** Undefined where the values are not whole, or where it would take too long: the caller says what it used instead. */
export function tailsOfDraws(values: ArrayLike<number>, sizes: Iterable<number>): DrawTails | undefined {
  const wanted = [...new Set(sizes)].sort((a, b) => a - b)
  const most = wanted.at(-1) ?? 0
  const found = timesOf(values, most)
  if (!found || most > largestDraw) return undefined
  const { least, groups } = found
  const width = largestSum(groups, most) + 1
  if (cost(groups, most, width) > budget) return undefined
  const joint = jointOf(groups, { most, width, share: Math.min(0.5, most / values.length) })
  const tables = new Map(wanted.map((k) => [k, tailsOf(joint.subarray(k * width, (k + 1) * width))]))
  const look = (side: 'upper' | 'lower') => (k: number, sum: number) => {
    const table = (tables.get(k) as Tails)[side]
    return table[Math.min(width - 1, Math.max(0, Math.round(sum) - k * least))] as number
  }
  return { atLeast: look('upper'), atMost: look('lower') }
}

/** How often a value is there; values count from the least, which keeps the sums short. */
type Group = { readonly value: number; readonly times: number }

function timesOf(values: ArrayLike<number>, most: number) {
  const times = new Map<number, number>()
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (!Number.isSafeInteger(value)) return undefined
    if (value < least) least = value
    times.set(value, (times.get(value) ?? 0) + 1)
  }
  if (values.length < most) return undefined
  const groups = [...times].sort(([a], [b]) => a - b).map(([value, count]) => ({ value: value - least, times: count }))
  return { least, groups }
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
  for (let sum = 0; sum < from.length; sum++)
    row[sum + by] = (row[sum + by] as number) + (from[sum] as number) * chance
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

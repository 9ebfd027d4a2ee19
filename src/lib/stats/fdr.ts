import { refuse } from './wrong-input.ts'

/** How every method of this folder corrects many tests at once; they say so in what they return. */
export const correction = 'Benjamini-Hochberg'

export type Corrected = {
  /** The smallest rate q at which each test would be rejected. */
  readonly adjusted: Float64Array
  readonly rejected: readonly boolean[]
}

/**
 * Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995) 289: of the tests rejected at q, at
 * most the share q is expected to be wrong, when the tests are independent or positively dependent (Benjamini and
 * Yekutieli, Annals of Statistics 29 (2001) 1165). adjusted(i) = min over j ≥ i of p(j)·n/j, p in ascending order.
 */
export function benjaminiHochberg(p: ArrayLike<number>, q = 0.05): Corrected {
  if (!(q > 0 && q < 1)) refuse(`q is ${q}; it is a share between 0 and 1.`)
  const adjusted = adjust(p)
  return { adjusted, rejected: Array.from(adjusted, (value) => value <= q) }
}

/** The adjusted values alone. */
export function adjust(p: ArrayLike<number>): Float64Array {
  // A test with p = 1 stays at 1. On a map that is most of them, and sorting is what takes the time.
  const kept = new Float64Array(p.length)
  let many = 0
  for (let at = 0; at < p.length; at++) {
    const value = p[at] as number
    if (!(value >= 0 && value <= 1)) refuse(`p[${at}] is ${value}; a p-value is from 0 to 1.`)
    if (value < 1) kept[many++] = value
  }
  const below = kept.subarray(0, many).sort()
  const adjustedAtRank = adjustSorted(below, p.length)
  const adjusted = new Float64Array(p.length).fill(1)
  // Ties share the last rank among them, so a search by value finds each one's.
  for (let at = 0; at < p.length; at++) {
    const value = p[at] as number
    if (value < 1) adjusted[at] = adjustedAtRank[lastRank(below, value)] as number
  }
  return adjusted
}

function adjustSorted(sorted: Float64Array, tests: number): Float64Array {
  const adjusted = new Float64Array(sorted.length)
  let least = 1
  for (let rank = sorted.length; rank > 0; rank--) {
    least = Math.min(least, ((sorted[rank - 1] as number) * tests) / rank)
    adjusted[rank - 1] = least
  }
  return adjusted
}

function lastRank(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The adjusted values of tests of which many have the same p: each p once, and how many tests have it. */
export function adjustCounted(p: readonly number[], times: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => (p[b] as number) - (p[a] as number))
  const tests = times.reduce((sum, one) => sum + one, 0)
  const adjusted = p.map(() => 1)
  let [rank, least, at] = [tests, 1, 0]
  while (at < order.length) {
    const value = p[order[at] as number] as number
    least = Math.min(least, (value * tests) / rank)
    for (; at < order.length && p[order[at] as number] === value; at++) {
      adjusted[order[at] as number] = least
      rank -= times[order[at] as number] as number
    }
  }
  return adjusted
}

import type { Chain } from './scan-zones.ts'

/**
 * Every zone with every duration that ends today. `sums(recent)` are the counts of place p on its last 1, 2, … days at
 * p·durations + 0, 1, …; a window's number is zone·durations + duration − 1.
 */
export type Windows = {
  readonly chain: Chain
  readonly durations: number
  readonly expected: Float64Array
  /** For each window a factor w: its score is at most w·(observed − expected)². */
  readonly bound: Float64Array
  /** All events, when their number is given (permutation); infinite when each place has its own Poisson mean. */
  readonly total: number
}

/**
 * The logarithm of the likelihood ratio of a window with C observed and B expected, 0 unless C > B:
 * C·ln(C/B) − (C − B) when places and days are independent Poisson counts with known means, and
 * C·ln(C/B) + (N − C)·ln((N − C)/(N − B)) when the number of all events is N; the first is the second for N without end.
 */
export function score(observed: number, expected: number, total: number): number {
  if (!(observed > expected)) return 0
  const inside = observed * Math.log(observed / expected)
  if (total === Number.POSITIVE_INFINITY) return Math.max(0, inside + expected - observed)
  if (observed >= total) return inside
  return Math.max(0, inside + (total - observed) * Math.log((total - observed) / (total - expected)))
}

/** `means` are what is expected of each place on its last 1, 2, … days, summed up. */
export function windowsOf(chain: Chain, durations: number, means: Float64Array, total: number): Windows {
  const expected = new Float64Array(chain.count * durations)
  eachWindow(chain, durations, means, (window, mean) => {
    expected[window] = mean
  })
  // ln(1 + x) ≤ x, and (1 + x)·ln(1 + x) − x ≤ x²/2 for x ≥ 0. A hair more, so that rounding cannot hide the best window.
  const bound = expected.map((mean) => (1 / (2 * mean) + 1 / (total - mean)) * (1 + 1e-9))
  return { chain, durations, expected, bound, total }
}

/** The score of every window. */
export function scores({ chain, durations, expected, total }: Windows, sums: Float64Array): Float64Array {
  const all = new Float64Array(expected.length)
  eachWindow(chain, durations, sums, (window, observed) => {
    all[window] = score(observed, expected[window] as number, total)
  })
  return all
}

export function observedIn({ chain, durations, expected }: Windows, sums: Float64Array): Float64Array {
  const all = new Float64Array(expected.length)
  eachWindow(chain, durations, sums, (window, observed) => {
    all[window] = observed
  })
  return all
}

function eachWindow(
  { count, anew, start, added }: Chain,
  durations: number,
  sums: Float64Array,
  visit: (window: number, sum: number) => void,
): void {
  const sum = new Float64Array(durations)
  for (let zone = 0; zone < count; zone++) {
    if (anew[zone] === 1) sum.fill(0)
    for (let n = start[zone] as number; n < (start[zone + 1] as number); n++) {
      const from = (added[n] as number) * durations
      for (let day = 0; day < durations; day++) sum[day] = (sum[day] as number) + (sums[from + day] as number)
    }
    for (let day = 0; day < durations; day++) visit(zone * durations + day, sum[day] as number)
  }
}

/**
 * The highest score alone. A logarithm is taken only for a window whose bound is above the best so far: hardly ever. This is
 * where a scan spends its time, hence one loop without calls.
 */
export function highest({ chain, durations, expected, bound, total }: Windows, sums: Float64Array): number {
  const { count, anew, start, added } = chain
  const sum = new Float64Array(durations)
  let best = 0
  let window = 0
  for (let zone = 0; zone < count; zone++) {
    if (anew[zone] === 1) sum.fill(0)
    const end = start[zone + 1] as number
    for (let n = start[zone] as number; n < end; n++) {
      const from = (added[n] as number) * durations
      for (let day = 0; day < durations; day++) sum[day] = (sum[day] as number) + (sums[from + day] as number)
    }
    for (let day = 0; day < durations; day++, window++) {
      const over = (sum[day] as number) - (expected[window] as number)
      if (over > 0 && over * over * (bound[window] as number) > best)
        best = Math.max(best, score(sum[day] as number, expected[window] as number, total))
    }
  }
  return best
}

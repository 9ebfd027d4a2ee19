import { twoSided } from './normal.ts'
import { refuse, wantFinite } from './wrong-input.ts'

export type Trend = {
  /** Rises less falls, over all pairs. */
  readonly S: number
  readonly variance: number
  readonly z: number
  readonly p: number
  readonly tau: number
}

/**
 * Does a series rise or fall over time, whatever the shape of it? H. Mann, Econometrica 13 (1945) 245; M. Kendall (1975).
 * S = Σ_{i<j} sign(xⱼ − xᵢ); variance with ties = (n(n−1)(2n+5) − Σ t(t−1)(2t+5))/18 over groups of t equal values;
 * z = (S ∓ 1)/√variance; tau is Kendall's tau-b, as in R's trend and Kendall. Ten values or more make z good; values that
 * follow from the ones before (a running mean) make it find trends that are not there.
 */
export function mannKendall(series: ArrayLike<number>): Trend {
  const n = series.length
  if (n < 3) refuse(`series has ${n} values; a trend needs 3 or more.`)
  wantFinite('series', series)
  let S = 0
  for (let later = 1; later < n; later++)
    for (let sooner = 0; sooner < later; sooner++)
      S += Math.sign((series[later] as number) - (series[sooner] as number))
  const ties = tiesIn(series)
  const sum = (of: (t: number) => number) => ties.reduce((all, t) => all + of(t), 0)
  const variance = (n * (n - 1) * (2 * n + 5) - sum((t) => t * (t - 1) * (2 * t + 5))) / 18
  const z = S === 0 ? 0 : (S - Math.sign(S)) / Math.sqrt(variance)
  const pairs = (n * (n - 1)) / 2
  const untied = pairs - sum((t) => (t * (t - 1)) / 2)
  return { S, variance, z, p: twoSided(z), tau: untied === 0 ? 0 : S / Math.sqrt(pairs * untied) }
}

function tiesIn(series: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(series).sort()
  const ties: number[] = []
  for (let start = 0, end = 1; end <= sorted.length; end++)
    if (end === sorted.length || sorted[end] !== sorted[start]) {
      if (end - start > 1) ties.push(end - start)
      start = end
    }
  return ties
}

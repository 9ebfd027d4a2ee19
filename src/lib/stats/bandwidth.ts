import { highest } from './golden-section.ts'
import { type Kernel, kernelOf, type Points, want } from './kde.ts'
import { refuse } from './wrong-input.ts'

/**
 * Silverman's rule in two dimensions: σ · n^(−1/6), σ² the mean of the variances of x and y (B. Silverman, "Density Estimation"
 * (1986) 4.14, d = 2). Good for one round cloud; over a town of several centres it smooths too much.
 * The quartic's is wider by (R(K)/μ₂(K)²)^(1/6) = 460.8^(1/6), at which both have the same expected error.
 */
export function silverman(points: Points, kernel: Kernel): number {
  want(points, 'points')
  const n = points.x.length
  if (n < 2) refuse(`points has ${n}; a bandwidth needs 2 or more.`)
  const sigma = Math.sqrt((variance(points.x) + variance(points.y)) / 2)
  if (sigma === 0) refuse('All points lie on one place: give the bandwidth in metres.')
  return sigma * n ** (-1 / 6) * (kernel === 'gaussian' ? 1 : 460.8 ** (1 / 6))
}

function variance(values: ArrayLike<number>): number {
  const all = Array.from(values)
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  return all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1)
}

/** Every pair is looked at for every bandwidth tried. */
export const mostPointsForLikelihood = 4000

/**
 * The bandwidth under which the points foretell each other best: the largest Σ log f₋ᵢ(xᵢ), f₋ᵢ from all other points
 * (R. Duin, IEEE Transactions on Computers C-25 (1976) 1175). A twentieth of Silverman's to three times it are tried, then the best
 * is narrowed by golden section to 1%. Where many points lie on the very same place (public points are snapped) it goes
 * to the narrowest: take Silverman's, or a distance that means something.
 */
export function likelihoodBandwidth(points: Points, kernel: Kernel): number {
  const rule = silverman(points, kernel)
  const n = points.x.length
  if (n > mostPointsForLikelihood)
    refuse(
      `points has ${n}; choosing by likelihood takes at most ${mostPointsForLikelihood}: draw some, or use "silverman".`,
    )
  const score = (logOf: number) => likelihood(points, kernel, Math.exp(logOf))
  const [least, most] = [Math.log(rule / 20), Math.log(rule * 3)]
  const tries = 12
  const step = (most - least) / tries
  let best = { at: least, score: Number.NEGATIVE_INFINITY }
  for (let at = 0; at <= tries; at++) {
    const tried = score(least + at * step)
    if (tried > best.score) best = { at: least + at * step, score: tried }
  }
  const around = [Math.max(least, best.at - step), Math.min(most, best.at + step)] as const
  return Math.exp(highest(score, around, { within: 0.01, flat: 'low' }))
}

/** Σ log f₋ᵢ(xᵢ) */
export function likelihood({ x, y }: Points, kernel: Kernel, bandwidth: number): number {
  const n = x.length
  const at = kernelOf({ kernel, bandwidth })
  const sums = new Float64Array(n)
  for (let one = 1; one < n; one++)
    for (let other = 0; other < one; other++) {
      const apart = ((x[one] as number) - (x[other] as number)) ** 2 + ((y[one] as number) - (y[other] as number)) ** 2
      const near = at(apart)
      sums[one] = (sums[one] as number) + near
      sums[other] = (sums[other] as number) + near
    }
  return sums.reduce((all, sum) => all + Math.log(sum / (n - 1)), 0)
}

import { highest } from './golden-section.ts'
import { refuse, wantWhole } from './wrong-input.ts'

export type Part = { readonly of: number; readonly all: number }

/** Weights that are tried: from places that have nothing in common to places that are all alike. */
const [leastWeight, mostWeight] = [0.5, 10_000]

/**
 * The share of each place, drawn towards the share of all the more the less it has: empirical Bayes, beta-binomial. With p the share of
 * all, a place has (of + w · p) / (all + w); the weight w is the one with which the counts are likeliest. So two of two is not 100%, and
 * thirty of a hundred stay what they are.
 */
export function shrunkShares(parts: readonly Part[]): { readonly weight: number; readonly shares: Float64Array } {
  for (const { of, all } of parts) {
    wantWhole('of', of, 0)
    wantWhole('all', all, 0)
    if (of > all) refuse(`of is ${of}; all is ${all}, and no part is more than all.`)
  }
  const sum = (each: (part: Part) => number) => parts.reduce((total, part) => total + each(part), 0)
  const [of, all] = [sum((part) => part.of), sum((part) => part.all)]
  const mean = all > 0 ? of / all : 0
  const isEven = !(mean > 0 && mean < 1)
  const fit = (log: number) => likelihood(parts, mean, Math.exp(log))
  const range = [Math.log(leastWeight), Math.log(mostWeight)] as const
  const weight = isEven ? mostWeight : Math.exp(highest(fit, range, { within: 1e-3, flat: 'high' }))
  return { weight, shares: Float64Array.from(parts, (part) => (part.of + weight * mean) / (part.all + weight)) }
}

/** Log-likelihood of beta-binomials of one mean, less what does not depend on the weight. */
function likelihood(parts: readonly Part[], mean: number, weight: number): number {
  const [hit, missed] = [weight * mean, weight * (1 - mean)]
  let sum = 0
  for (const { of, all } of parts) {
    // Γ(n + x) / Γ(x), factor by factor.
    for (let k = 0; k < of; k++) sum += Math.log(hit + k)
    for (let k = 0; k < all - of; k++) sum += Math.log(missed + k)
    for (let k = 0; k < all; k++) sum -= Math.log(weight + k)
  }
  return sum
}

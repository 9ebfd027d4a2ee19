import { type Alternative, pOfNormal, pOfPlace } from './alternative.ts'
import { adjust, correction } from './fdr.ts'
import { type CountGrid, spreadOf, type Tail } from './gistar.ts'
import { neighbourCounts, type Weights } from './moran.ts'
import { sumsAround } from './neighbours.ts'
import { conditionalPlaces } from './permutations.ts'
import { seeded } from './random.ts'
import { refuse, wantWhole } from './wrong-input.ts'

export type LocalMoranOptions = {
  readonly weights?: Weights
  /** 'greater': only like beside like. */
  readonly alternative?: Alternative
  readonly permutations?: number
  readonly seed?: number
}

/** The cell itself, then its neighbours together, against the mean. */
export type Quarter = 'high-high' | 'low-low' | 'high-low' | 'low-high'

export type LocalMoran = {
  readonly I: Float64Array
  readonly z: Float64Array
  readonly p: Float64Array
  readonly q: Float64Array
  readonly correction: typeof correction
  readonly tail: Extract<Tail, 'permutation' | 'normal'>
  readonly quarter: readonly Quarter[]
}

/**
 * Local Moran: does a cell resemble its neighbours (high beside high), or stand apart (high beside low)?
 * Iᵢ = dᵢ/m₂ · Σⱼ wᵢⱼ dⱼ, m₂ = Σ d²/n; L. Anselin, Geographical Analysis 27 (1995) 93. Expectation and variance given the
 * cell's own count, Sokal, Oden and Thomson, Geographical Analysis 30 (1998) 331, as spdep's localmoran since 1.1:
 * E = −dᵢ² w/((n − 1) m₂), V = (dᵢ/m₂)² · n/(n − 2) · (w₂ − w²/(n − 1)) · (m₂ − dᵢ²/(n − 1)), w = Σⱼ wᵢⱼ, w₂ = Σⱼ wᵢⱼ².
 * z is 0 where a count is the mean, and says the same for both kinds of weights.
 */
export function localMoran(grid: CountGrid, options: LocalMoranOptions = {}): LocalMoran {
  const { weights = 'binary', alternative = 'two-sided', permutations = 0, seed = 1 } = options
  wantWhole('permutations', permutations, 0)
  const neighbours = neighbourCounts(grid)
  const { n, mean, deviation } = spreadOf(grid.counts)
  if (n < 3) refuse(`The grid has ${n} cells; local Moran needs 3 or more.`)
  if (deviation === 0) refuse('All counts are alike: there is nothing that neighbours could share.')
  const observed = sumsAround(grid.counts, grid, grid.near).map((sum, at) => sum - (grid.counts[at] as number))
  const own = (at: number) => (grid.counts[at] as number) - mean
  const lag = (at: number) => (observed[at] as number) - (neighbours[at] as number) * mean
  const I = observed.map((_, at) => {
    const scale = weights === 'row' ? (neighbours[at] as number) : 1
    return (own(at) * lag(at)) / (deviation ** 2 * scale)
  })
  const z = observed.map((_, at) => scoreOf({ own: own(at), lag: lag(at), k: neighbours[at] as number }, n, deviation ** 2))
  const quarter = Array.from(observed, (_, at): Quarter => `${side(own(at))}-${side(lag(at))}`)
  if (permutations === 0) {
    const p = z.map((score) => pOfNormal(score, alternative))
    return { I, z, p, q: adjust(p), correction, tail: 'normal', quarter }
  }
  const drawn = conditionalPlaces(grid.counts, { neighbours, observed }, { permutations, random: seeded(seed) })
  const p = Float64Array.from(drawn, ({ atLeast, atMost }, at) => {
    // With a low count in the middle, low neighbours make a large I.
    const place = own(at) < 0 ? { atLeast: atMost, atMost: atLeast } : { atLeast, atMost }
    return own(at) === 0 ? 1 : pOfPlace(place, permutations, alternative)
  })
  return { I, z, p, q: adjust(p), correction, tail: 'permutation', quarter }
}

const side = (distance: number) => (distance >= 0 ? 'high' : 'low')

type Cell = { readonly own: number; readonly lag: number; readonly k: number }

function scoreOf({ own, lag, k }: Cell, n: number, m2: number): number {
  const expected = (-own * own * k) / ((n - 1) * m2)
  const variance = (own / m2) ** 2 * (n / (n - 2)) * (k - (k * k) / (n - 1)) * (m2 - (own * own) / (n - 1))
  // Rounding leaves a whisker where nothing is left to chance: every other cell is near, or all others are alike.
  return variance > 1e-12 ? ((own * lag) / m2 - expected) / Math.sqrt(variance) : 0
}

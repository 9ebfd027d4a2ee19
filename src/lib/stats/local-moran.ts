import { areAlike } from './alike.ts'
import { type Alternative, pOfNormal, pOfPlace, pOfTails } from './alternative.ts'
import { type DrawTails, tailsOfDraws } from './draws.ts'
import { adjust, correction } from './fdr.ts'
import { type CountGrid, spreadOf, type Tail } from './gistar.ts'
import { neighbourCounts, type Weights } from './moran.ts'
import { sumsAround } from './neighbours.ts'
import { conditionalPlaces, type Place } from './permutations.ts'
import { seeded } from './random.ts'
import { refuse, wantWhole } from './wrong-input.ts'

export type LocalMoranOptions = {
  readonly weights?: Weights
  /** 'greater': only like beside like. */
  readonly alternative?: Alternative
  /** 'exact' becomes 'normal' where counts are not whole, or of more than 64 kinds; the result says so. */
  readonly tail?: 'exact' | 'normal'
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
  readonly tail: Exclude<Tail, 'rounded'>
  readonly quarter: readonly Quarter[]
}

/**
 * Local Moran: does a cell resemble its neighbours (high beside high), or stand apart (high beside low)?
 * Iᵢ = dᵢ/m₂ · Σⱼ wᵢⱼ dⱼ, m₂ = Σ d²/n; L. Anselin, Geographical Analysis 27 (1995) 93. Expectation and variance given the
 * cell's own count, Sokal, Oden and Thomson, Geographical Analysis 30 (1998) 331, as spdep's localmoran since 1.1:
 * E = −dᵢ² w/((n − 1) m₂), V = (dᵢ/m₂)² · n/(n − 2) · (w₂ − w²/(n − 1)) · (m₂ − dᵢ²/(n − 1)), w = Σⱼ wᵢⱼ, w₂ = Σⱼ wᵢⱼ².
 * z is 0 where a count is the mean or nothing is left to chance, and says the same for both kinds of weights.
 */
export function localMoran(grid: CountGrid, options: LocalMoranOptions = {}): LocalMoran {
  const neighbours = neighbourCounts(grid)
  const { n, mean, deviation } = spreadOf(grid.counts)
  if (n < 3) refuse(`The grid has ${n} cells; local Moran needs 3 or more.`)
  if (deviation === 0) refuse('All counts are alike: there is nothing that neighbours could share.')
  const observed = sumsAround(grid.counts, grid, grid.near).map((sum, at) => sum - (grid.counts[at] as number))
  const cells = Array.from(observed, (sum, at): Cell => {
    const k = neighbours[at] as number
    return { own: distance(grid.counts[at] as number, mean), lag: sum - k * mean, k }
  })
  const z = Float64Array.from(cells, (cell) => scoreOf(cell, n, deviation ** 2))
  const { tail, p } = chances(grid, { cells, observed, neighbours, z }, options)
  return {
    I: Float64Array.from(
      cells,
      ({ own, lag, k }) => (own * lag) / (deviation ** 2 * (options.weights === 'row' ? k : 1)),
    ),
    ...{ z, p, q: adjust(p), correction, tail },
    quarter: cells.map(({ own, lag }): Quarter => `${side(own)}-${side(lag)}`),
  }
}

/** How far the cell and its neighbours' sum are from what the mean would have them be. */
type Cell = { readonly own: number; readonly lag: number; readonly k: number }
type Counted = {
  readonly cells: readonly Cell[]
  readonly observed: Float64Array
  readonly neighbours: Int32Array
  readonly z: Float64Array
}

function chances(grid: CountGrid, counted: Counted, options: LocalMoranOptions): Pick<LocalMoran, 'tail' | 'p'> {
  const { alternative = 'two-sided', tail = 'exact', permutations = 0, seed = 1 } = options
  wantWhole('permutations', permutations, 0)
  const { cells, observed, neighbours, z } = counted
  if (permutations > 0) {
    const places = conditionalPlaces(grid.counts, counted, { permutations, random: seeded(seed) })
    const p = Float64Array.from(places, (place, at) =>
      (cells[at] as Cell).own === 0 ? 1 : pOfPlace(alike(place, cells[at] as Cell), permutations, alternative),
    )
    return { tail: 'permutation', p }
  }
  const tails = tail === 'exact' ? tailsByCount(grid.counts, neighbours) : undefined
  if (!tails) return { tail: 'normal', p: z.map((score) => pOfNormal(score, alternative)) }
  const p = Float64Array.from(cells, (cell, at) => {
    if (cell.own === 0) return 1
    const [of, sum] = [tails.get(grid.counts[at] as number) as DrawTails, observed[at] as number]
    const { atLeast, atMost } = alike({ atLeast: of.atLeast(cell.k, sum), atMost: of.atMost(cell.k, sum) }, cell)
    return pOfTails(atLeast, atMost, alternative)
  })
  return { tail, p }
}

/** Around a low count, low neighbours make a large I. */
const alike = ({ atLeast, atMost }: Place, { own }: Cell): Place =>
  own < 0 ? { atLeast: atMost, atMost: atLeast } : { atLeast, atMost }

const mostKinds = 64

/** For each count that a cell may have: how large sums of its neighbours become by chance, out of all the other counts. */
function tailsByCount(counts: ArrayLike<number>, neighbours: Int32Array): Map<number, DrawTails> | undefined {
  const all = Float64Array.from(counts).sort()
  const kinds = new Set(all)
  if (kinds.size > mostKinds) return undefined
  const sizes = new Set(neighbours)
  const tails = new Map<number, DrawTails>()
  for (const kind of kinds) {
    const at = all.indexOf(kind)
    const others = new Float64Array(all.length - 1)
    others.set(all.subarray(0, at))
    others.set(all.subarray(at + 1), at)
    const found = tailsOfDraws(others, sizes)
    if (!found?.exact) return undefined
    tails.set(kind, found)
  }
  return tails
}

/** From the mean: none is left where it is of rounding alone. */
const distance = (count: number, mean: number) =>
  areAlike(Math.min(count, mean), Math.max(count, mean)) ? 0 : count - mean

const side = (distance: number) => (distance >= 0 ? 'high' : 'low')

function scoreOf({ own, lag, k }: Cell, n: number, m2: number): number {
  const expected = (-own * own * k) / ((n - 1) * m2)
  // Nothing is left to chance where the count is the mean, every other cell is near, or all others are alike but for rounding.
  const others = m2 - (own * own) / (n - 1)
  if (own === 0 || k === n - 1 || others <= 1e-12 * m2) return 0
  const variance = (own / m2) ** 2 * (n / (n - 2)) * (k - (k * k) / (n - 1)) * others
  return ((own * lag) / m2 - expected) / Math.sqrt(variance)
}

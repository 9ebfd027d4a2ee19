import { type Alternative, pOfNormal, pOfPlace } from './alternative.ts'
import { type CountGrid, spreadOf } from './gistar.ts'
import { additionsAround, sizesAround, sumsAround, wantShape } from './neighbours.ts'
import { seeded, shuffle } from './random.ts'
import { refuse, wantCounts, wantFeasible, wantLength, wantWhole } from './wrong-input.ts'

/** Each neighbour counts 1; or all of a cell's neighbours together do. */
export type Weights = 'binary' | 'row'

export type MoranOptions = {
  readonly weights?: Weights
  readonly alternative?: Alternative
  /** More than 0: p by that many rearrangements of all counts; 0: by the normal curve. */
  readonly permutations?: number
  readonly seed?: number
}

export type Moran = {
  readonly I: number
  readonly expected: number
  readonly variance: number
  readonly z: number
  readonly p: number
}

/** A minute or two. */
const mostSteps = 5e10

/**
 * Moran's I of the whole grid: do neighbours resemble each other?
 * I = n/S₀ · Σᵢ dᵢ Σⱼ wᵢⱼ dⱼ / Σᵢ dᵢ², d the distance from the mean; expectation −1/(n − 1); variance under randomisation,
 * Cliff and Ord, "Spatial Processes" (1981) 1.44, as spdep's moran.test and esda's VI_rand. A cell is no neighbour of itself.
 * Where every order of the counts has the same I (all cells are neighbours), variance and z are 0 and p is 1.
 */
export function moran(grid: CountGrid, options: MoranOptions = {}): Moran {
  const { weights = 'binary', alternative = 'two-sided', permutations = 0, seed = 1 } = options
  wantWhole('permutations', permutations, 0)
  const neighbours = neighbourCounts(grid)
  const { n, mean, deviation } = spreadOf(grid.counts)
  if (n < 4) refuse(`The grid has ${n} cells; Moran's I needs 4 or more.`)
  if (deviation === 0) refuse('All counts are alike: there is nothing that neighbours could share.')
  const distances = Float64Array.from(grid.counts, (count) => count - mean)
  const sums = weightSums(grid, neighbours, weights)
  const I = (values: Float64Array) => crossed(values, grid, { neighbours, weights }) / (sums.s0 * deviation ** 2)
  const expected = -1 / (n - 1)
  const spread = randomisedVariance(n, kurtosis(distances, deviation), sums) - expected ** 2
  // Two numbers that should be one differ by rounding; a square root of that is no scale.
  const variance = spread > 1e-12 * expected ** 2 ? spread : 0
  const found = I(distances)
  const z = variance === 0 ? 0 : (found - expected) / Math.sqrt(variance)
  if (permutations === 0) return { I: found, expected, variance, z, p: pOfNormal(z, alternative) }
  // A value that is put elsewhere costs as much as ten additions.
  wantFeasible(
    'Permutations times cells and those near them',
    permutations * (additionsAround(grid, grid.near) + 10 * n),
    mostSteps,
    'ask for fewer permutations, larger cells or a shorter distance',
  )
  const random = seeded(seed)
  const drawn = distances.slice()
  let [atLeast, atMost] = [0, 0]
  for (let draw = 0; draw < permutations; draw++) {
    shuffle(drawn, random)
    const one = I(drawn)
    atLeast += Number(one >= found - 1e-12)
    atMost += Number(one <= found + 1e-12)
  }
  return { I: found, expected, variance, z, p: pOfPlace({ atLeast, atMost }, permutations, alternative) }
}

/** How many neighbours each cell has, itself not counted; refuses a grid in which some have none. */
export function neighbourCounts(grid: CountGrid): Int32Array {
  wantShape(grid)
  wantLength('counts', grid.counts, grid.rows * grid.cols, `${grid.rows} rows of ${grid.cols} columns`)
  wantCounts('counts', grid.counts)
  const neighbours = sizesAround(grid, grid.near).map((size) => size - 1)
  if (neighbours.includes(0))
    refuse('Some cells have no neighbour: give a distance of one cell or more, and two cells or more.')
  return neighbours
}

type Weighted = { readonly neighbours: Int32Array; readonly weights: Weights }

/** Σᵢ dᵢ Σⱼ wᵢⱼ dⱼ */
function crossed(values: Float64Array, grid: CountGrid, { neighbours, weights }: Weighted): number {
  const around = sumsAround(values, grid, grid.near)
  let sum = 0
  for (let at = 0; at < values.length; at++) {
    const own = values[at] as number
    const share = weights === 'row' ? (neighbours[at] as number) : 1
    sum += (own * ((around[at] as number) - own)) / share
  }
  return sum
}

type WeightSums = { readonly s0: number; readonly s1: number; readonly s2: number }

/** S₀ = Σ wᵢⱼ, S₁ = ½ Σ (wᵢⱼ + wⱼᵢ)², S₂ = Σᵢ (wᵢ. + w.ᵢ)² */
function weightSums(grid: CountGrid, neighbours: Int32Array, weights: Weights): WeightSums {
  const sum = (values: Float64Array | Int32Array, of: (value: number, at: number) => number) => {
    let all = 0
    for (let at = 0; at < values.length; at++) all += of(values[at] as number, at)
    return all
  }
  if (weights === 'binary') {
    const s0 = sum(neighbours, (k) => k)
    return { s0, s1: 2 * s0, s2: sum(neighbours, (k) => 4 * k * k) }
  }
  const shares = Float64Array.from(neighbours, (k) => 1 / k)
  const into = sumsAround(shares, grid, grid.near)
  const squares = sumsAround(
    shares.map((share) => share ** 2),
    grid,
    grid.near,
  )
  // Σⱼ (1/kᵢ + 1/kⱼ)² over the k neighbours, each without the cell itself.
  const s1 = sum(shares, (share, at) => {
    const others = (into[at] as number) - share
    return (share + 2 * share * others + (squares[at] as number) - share ** 2) / 2
  })
  return { s0: neighbours.length, s1, s2: sum(shares, (share, at) => (1 + (into[at] as number) - share) ** 2) }
}

/** b₂ = n Σ d⁴ / (Σ d²)² */
function kurtosis(distances: Float64Array, deviation: number): number {
  let fourth = 0
  for (const distance of distances) fourth += distance ** 4
  return fourth / (distances.length * deviation ** 4)
}

/** E[I²] under randomisation. */
function randomisedVariance(n: number, b2: number, { s0, s1, s2 }: WeightSums): number {
  const plain = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0)
  const tailed = b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)
  return (plain - tailed) / ((n - 1) * (n - 2) * (n - 3) * s0 * s0)
}

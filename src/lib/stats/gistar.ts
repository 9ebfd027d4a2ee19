import { areAlike } from './alike.ts'
import { type Alternative, pOfNormal, pOfPlace, pOfTails } from './alternative.ts'
import { type DrawTails, tailsOfDraws } from './draws.ts'
import { adjust, correction } from './fdr.ts'
import { inPlace, type Mask, within } from './mask.ts'
import { type Neighbourhood, type Shape, sizesAround, sumsAround, wantShape } from './neighbours.ts'
import { conditionalPlaces } from './permutations.ts'
import { seeded } from './random.ts'
import { wantCounts, wantLength, wantWhole } from './wrong-input.ts'

export type CountGrid = Shape & { readonly counts: ArrayLike<number>; readonly near: Neighbourhood }

/** Only cells of the mask are counted, near to one another, and dealt to by chance. Land where nothing can be counted is no empty cell. */
export type MaskedGrid = CountGrid & { readonly mask?: Mask | undefined }

/**
 * Where p comes from: all arrangements of the counts; the same with counts rounded to levels (draws.ts); some arrangements,
 * drawn by chance; or the normal curve.
 */
export type Tail = 'exact' | 'rounded' | 'permutation' | 'normal'

export type GiStarOptions = {
  readonly alternative?: Alternative
  /** 'exact' becomes 'rounded' where counts are not whole, 'normal' where more than 300 cells are near; the result says so. */
  readonly tail?: 'exact' | 'normal'
  /** More than 0: p by that many conditional permutations instead. */
  readonly permutations?: number
  readonly seed?: number
}

export type GiStar = {
  readonly z: Float64Array
  readonly p: Float64Array
  /** p after the correction for as many tests as there are cells. */
  readonly q: Float64Array
  readonly correction: typeof correction
  readonly tail: Tail
}

/** Mean and standard deviation (divided by n) of all counts: what one cell's score needs to know of the rest. 0: all are alike. */
export type Spread = { readonly n: number; readonly mean: number; readonly deviation: number }

export function spreadOf(counts: ArrayLike<number>): Spread {
  const n = counts.length
  let [sum, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let at = 0; at < n; at++) {
    const count = counts[at] as number
    sum += count
    least = Math.min(least, count)
    most = Math.max(most, count)
  }
  const mean = sum / n
  if (areAlike(least, most)) return { n, mean, deviation: 0 }
  let squares = 0
  for (let at = 0; at < n; at++) squares += ((counts[at] as number) - mean) ** 2
  return { n, mean, deviation: Math.sqrt(squares / n) }
}

/**
 * Getis-Ord Gi* of one cell: `sum` over the `size` cells near it, itself counted, weights 1.
 * z = (sum − size·mean) / (s · √((n·size − size²) / (n − 1))), Ord and Getis, Geographical Analysis 27 (1995) 286, (6);
 * as spdep's localG with include.self and esda's G_Local(star=True, transform='B').
 * Where that is 0/0 (all counts alike, or the whole grid is near) nothing stands out: 0.
 */
export function giStarScore(sum: number, size: number, { n, mean, deviation }: Spread): number {
  const scale = deviation * Math.sqrt((size * (n - size)) / (n - 1))
  return scale > 0 ? (sum - size * mean) / scale : 0
}

/** The z alone, for every cell; 0 outside the mask. */
export const giStarScores = (grid: MaskedGrid): Float64Array => inPlace(countedIn(grid).z, grid.mask, 0)

/**
 * Gi* for every cell, with the chance of it and the rate of false alarms. `exact` p: the share of all arrangements of the
 * same counts over the cells in which the sum near this cell is as far out (draws.ts); it holds where few are expected.
 * Outside the mask nothing stands out: z is 0, p and q are 1.
 */
export function giStar(grid: MaskedGrid, options: GiStarOptions = {}): GiStar {
  const counted = countedIn(grid)
  const { tail, p } = chances(counted, options)
  const placed = (values: Float64Array, outside: number) => inPlace(values, grid.mask, outside)
  return { z: placed(counted.z, 0), p: placed(p, 1), q: placed(adjust(p), 1), correction, tail }
}

/** Of the cells that count, in their order. */
type Counted = {
  readonly counts: ArrayLike<number>
  readonly z: Float64Array
  readonly sums: Float64Array
  readonly sizes: Int32Array
}

function countedIn(grid: MaskedGrid): Counted {
  want(grid)
  const { mask, near } = grid
  const counts = mask ? within(Float64Array.from(grid.counts), mask) : grid.counts
  const spread = spreadOf(counts)
  const sizes = within(sizesAround(grid, near), mask)
  const sums = within(sumsAround(grid.counts, grid, near), mask)
  return { counts, sums, sizes, z: sums.map((sum, at) => giStarScore(sum, sizes[at] as number, spread)) }
}

function chances(counted: Counted, options: GiStarOptions): { tail: Tail; p: Float64Array } {
  const { alternative = 'two-sided', tail = 'exact', permutations = 0, seed = 1 } = options
  wantWhole('permutations', permutations, 0)
  const { counts, z, sums, sizes } = counted
  if (permutations > 0) {
    const observed = sums.map((sum, at) => sum - (counts[at] as number))
    const asked = { neighbours: sizes.map((size) => size - 1), observed }
    const places = conditionalPlaces(counts, asked, { permutations, random: seeded(seed) })
    return { tail: 'permutation', p: Float64Array.from(places, (one) => pOfPlace(one, permutations, alternative)) }
  }
  const tails = tail === 'exact' ? tailsOfDraws(counts, sizes) : undefined
  if (tails) return { tail: tails.exact ? 'exact' : 'rounded', p: exact(tails, counted, alternative) }
  return { tail: 'normal', p: z.map((score) => pOfNormal(score, alternative)) }
}

const exact = (tails: DrawTails, { sums, sizes }: Counted, alternative: Alternative) =>
  sums.map((sum, at) => {
    const size = sizes[at] as number
    return pOfTails(tails.atLeast(size, sum), tails.atMost(size, sum), alternative)
  })

function want(grid: MaskedGrid): void {
  wantShape(grid)
  wantLength('counts', grid.counts, grid.rows * grid.cols, `${grid.rows} rows of ${grid.cols} columns`)
  wantCounts('counts', grid.counts)
}

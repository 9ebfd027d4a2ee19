import { highest } from './golden-section.ts'
import { cellsAround, type MaskedShape, queen } from './neighbours.ts'
import { overdispersedTail } from './same-rate.ts'
import { refuse, wantLength } from './wrong-input.ts'

/** What a cell is expected to have in a time as full as the one that was counted: gamma, by its mean and its shape. */
export type LocalRates = { readonly mean: Float64Array; readonly shape: Float64Array }

/** Shapes that are tried: from cells that have nothing in common to cells that are all alike. */
const [leastShape, mostShape] = [0.01, 1_000]

/**
 * Rates of cells from counts of one time, each shrunk towards its neighbours and these towards all: empirical Bayes, gamma–Poisson
 * (Clayton and Kaldor, Biometrics 43 (1987) 671; the neighbours as in Marshall, Applied Statistics 40 (1991) 283).
 *
 * With m the mean count of a cell, S the count of the k neighbours of a cell (it is not one of them) and x its own:
 *   the neighbourhood   μ = m · (A + S) / (A + k · m)
 *   the cell            mean = μ · (a + x) / (a + μ), of a gamma of shape a + x
 * A and a are the shapes that make the counts likeliest, as negative binomials of mean k · m and of mean μ. They say how much
 * the counts of others are worth: a cell with 300 keeps its own, one with none gets a part of what is around it. No mean is moved
 * farther from its own count than √(x + 1) (limited translation, Efron and Morris, JASA 67 (1972) 130): one station among a
 * thousand quiet streets would else be taken for a street.
 */
export function localRates(shape: MaskedShape, counts: ArrayLike<number>): LocalRates {
  const size = shape.rows * shape.cols
  wantLength('counts', counts, size, `${shape.rows} rows of ${shape.cols} columns`)
  const cells: number[] = []
  for (let cell = 0; cell < size; cell++) if (!shape.mask || shape.mask[cell]) cells.push(cell)
  const own = Float64Array.from(cells, (cell) => counts[cell] as number)
  if (own.some((one) => !(one >= 0))) refuse('counts has a number below 0.')
  const [mean, kept] = [new Float64Array(size), new Float64Array(size)]
  const each = own.reduce((sum, one) => sum + one, 0) / cells.length
  if (!(each > 0)) return { mean, shape: kept }
  const near = cells.map((cell) => cellsAround(cell, shape, queen).filter((one) => !shape.mask || shape.mask[one]))
  const sums = Float64Array.from(near, (its) => its.reduce((sum, one) => sum + (counts[one] as number), 0))
  const usual = Float64Array.from(near, (its) => its.length * each)
  const neighbours = shapeOf(sums, usual)
  const around = sums.map((sum, at) => (each * (neighbours + sum)) / (neighbours + (usual[at] as number)))
  const alike = shapeOf(own, around)
  for (const [at, cell] of cells.entries()) {
    const [x, prior] = [own[at] as number, around[at] as number]
    const most = Math.sqrt(x + 1)
    mean[cell] = Math.min(x + most, Math.max(x - most, (prior * (alike + x)) / (alike + prior)))
    kept[cell] = alike + x
  }
  return { mean, shape: kept }
}

/** The shape of the gamma with which the counts are likeliest, by golden section: the likelihood has one top. */
function shapeOf(counts: Float64Array, means: Float64Array): number {
  const fit = (log: number) => likelihood(counts, means, Math.exp(log))
  const range = [Math.log(leastShape), Math.log(mostShape)] as const
  return Math.exp(highest(fit, range, { within: 1e-3, flat: 'high' }))
}

/** Log-likelihood of negative binomials, less what does not depend on the shape. */
function likelihood(counts: Float64Array, means: Float64Array, shape: number): number {
  let sum = 0
  for (let at = 0; at < counts.length; at++) {
    const [x, mean] = [counts[at] as number, means[at] as number]
    sum -= (shape + x) * Math.log1p(mean / shape)
    // Γ(x + shape) / Γ(shape) / shape^x, factor by factor.
    for (let k = 1; k < x; k++) sum += Math.log1p(k / shape)
  }
  return sum
}

/** A count of a later time beside what the same cell was expected to have, and the chance of as many or more by luck alone. */
export type Expected = { readonly expected: number; readonly chance: number }

export type BeforeAndNow = { readonly before: number; readonly now: number }

/**
 * `others`: how many all other cells had before and now. They say how full the later time is, and with how much luck of their own:
 * a quiet or busy time for all is no news of one cell. The expected count is the rate times now / before.
 *
 * The chance is the greater of two tails of a negative binomial: of the rate above, and of the cell's own count without any
 * neighbour (the test of two rates, same-rate.ts). The first knows that a street was busy before; it holds only as far as rates are
 * like a gamma, and where a few cells stand far out of quiet ones they are not. The second holds whatever the rates are.
 */
export function expectedNow(
  { mean, shape }: { readonly mean: number; readonly shape: number },
  own: BeforeAndNow,
  others: BeforeAndNow,
): Expected {
  const [before, after] = [others.before + 0.5, others.now + 0.5]
  const level = after / before
  const tail = (rate: number, sure: number) =>
    overdispersedTail(own.now, 1 / (1 / sure + 1 / before + 1 / after), rate * level)
  const alone = tail(own.before + 1, own.before + 1)
  return { expected: mean * level, chance: mean > 0 ? Math.max(alone, tail(mean, shape)) : alone }
}

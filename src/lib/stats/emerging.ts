import { pOfNormal, pOfTails } from './alternative.ts'
import { tailsOfDraws } from './draws.ts'
import { adjust, correction } from './fdr.ts'
import { giStarScore, spreadOf, type Tail } from './gistar.ts'
import { mannKendall } from './mann-kendall.ts'
import { inPlace, within } from './mask.ts'
import { type MaskedShape, type Neighbourhood, sizesAround, sumsAround, wantShape } from './neighbours.ts'
import { refuse, wantCounts, wantLength, wantWhole } from './wrong-input.ts'

export const trendsOf = ['counts', 'share'] as const
export type TrendOf = (typeof trendsOf)[number]

export type EmergingInput = MaskedShape & {
  /** One grid of counts for each step of time, the newest last. */
  readonly slices: readonly ArrayLike<number>[]
  readonly near: Neighbourhood
  /** So many steps before count as near too, to tell hot and cold: 1 steadies monthly counts. The trend takes each step alone. */
  readonly steps?: number
  /** Of what the trend is: counts, or their share of all counts of the step, so that a rise or fall everywhere is no trend of a cell. */
  readonly trendOf?: TrendOf
  /** A cell in a step is hot or cold, and a trend a trend, up to this rate. */
  readonly q?: number
}

const hotClasses = [
  'new',
  'consecutive',
  'intensifying',
  'persistent',
  'diminishing',
  'sporadic',
  'oscillating',
] as const
export const classes = [
  'none',
  ...[...hotClasses, 'historical' as const].flatMap((name) => [`${name} hot` as const, `${name} cold` as const]),
] as const
export type EmergingClass = (typeof classes)[number]

export type Emerging = {
  readonly classes: readonly EmergingClass[]
  /** Mann-Kendall over the counts (or shares) of the cell and those near it, each step alone. */
  readonly trend: { readonly z: Float64Array; readonly p: Float64Array }
  /** Gi* of each step, the newest last. */
  readonly z: readonly Float64Array[]
  readonly q: readonly Float64Array[]
  readonly correction: typeof correction
  readonly tail: Exclude<Tail, 'permutation'>
}

/**
 * How a hotspot came about: Gi* of every cell in every step against all counts of all steps, corrected together; then
 * the trend of each cell (Mann-Kendall), and a class by the definitions of ArcGIS's "Emerging Hot Spot Analysis"
 * ("How Emerging Hot Spot Analysis works", in its documentation; sfdep in R follows the same):
 *
 * - new: hot in the last step, never before.
 * - consecutive: hot in the last two steps or more, without a break; never before that; in less than 90% of all steps.
 * - intensifying, diminishing: hot in 90% of the steps or more, the last one too; the trend rises, falls.
 * - persistent: the same without such a trend.
 * - sporadic: hot in the last step, on and off before; in less than 90%; never cold.
 * - oscillating: hot in the last step, and cold in some step before; hot in less than 90%.
 * - historical: not hot in the last step, but in 90% of the steps or more.
 *
 * Cold ones by the same with hot and cold, rises and falls changed.
 *
 * The trend is that of Gi* of each step alone, which is that of the sums it is made of, whatever `steps` is: sums that overlap rise
 * and fall in waves, and a test for trends takes these for trends. With `trendOf` "share" the sums are taken as shares of their step
 * (of nothing: 0); hot and cold stay those of the counts.
 */
export function emerging(input: EmergingInput): Emerging {
  const { mask, slices, steps = 0, trendOf = 'counts', q: rate = 0.05 } = input
  want(input)
  const { cells, z, p, tail, inSlice } = scored(input, steps)
  const scale = trendOf === 'share' ? levelsOf(slices, mask) : slices.map(() => 1)
  const corrected = adjust(p)
  const bySlice = (values: Float64Array, outside: number) =>
    slices.map((_, time) => inPlace(values.subarray(time * cells, (time + 1) * cells), mask, outside))
  const trend = { z: new Float64Array(cells), p: new Float64Array(cells) }
  const found: EmergingClass[] = []
  const history = new Float64Array(slices.length)
  const states = new Int8Array(slices.length)
  for (let cell = 0; cell < cells; cell++) {
    for (let time = 0; time < slices.length; time++) {
      const at = time * cells + cell
      history[time] = ((inSlice[time] as Float64Array)[cell] as number) / (scale[time] as number)
      states[time] = (corrected[at] as number) <= rate ? Math.sign(z[at] as number) : 0
    }
    const { z: rising, p: byChance } = mannKendall(history)
    trend.z[cell] = rising
    trend.p[cell] = byChance
    found.push(classOf(states, byChance <= rate ? Math.sign(rising) : 0))
  }
  return {
    classes: mask ? namesInPlace(found, mask) : found,
    trend: { z: inPlace(trend.z, mask, 0), p: inPlace(trend.p, mask, 1) },
    ...{ z: bySlice(z, 0), q: bySlice(corrected, 1), correction, tail },
  }
}

/** All counts of each step; of an empty one 1, for a share of nothing is nothing. */
const levelsOf = (slices: EmergingInput['slices'], mask: Uint8Array | undefined): number[] =>
  slices.map((slice) => within(Float64Array.from(slice), mask).reduce((sum, one) => sum + one, 0) || 1)

function namesInPlace(found: readonly EmergingClass[], mask: Uint8Array): EmergingClass[] {
  let next = 0
  return Array.from(mask, (counts) => (counts === 1 ? (found[next++] as EmergingClass) : 'none'))
}

/** The class of one cell: `states` is 1 hot, −1 cold, 0 neither for each step; `trend` 1 rises, −1 falls. */
export function classOf(states: ArrayLike<number>, trend: number): EmergingClass {
  const all = Array.from(states)
  const last = all.at(-1) ?? 0
  if (last !== 0) {
    const name = nowClass(last > 0 ? all : all.map((state) => -state), last > 0 ? trend : -trend)
    return last > 0 ? `${name} hot` : `${name} cold`
  }
  const often = (side: number) => all.filter((state) => state === side).length >= 0.9 * all.length
  if (often(1)) return 'historical hot'
  return often(-1) ? 'historical cold' : 'none'
}

/** Of one that is hot in the last step. */
function nowClass(states: readonly number[], trend: number): (typeof hotClasses)[number] {
  const hot = states.filter((state) => state > 0).length
  if (hot >= 0.9 * states.length) return trend > 0 ? 'intensifying' : trend < 0 ? 'diminishing' : 'persistent'
  if (states.some((state) => state < 0)) return 'oscillating'
  if (hot === 1) return 'new'
  const run = states.length - 1 - states.findLastIndex((state) => state <= 0)
  return run === hot ? 'consecutive' : 'sporadic'
}

/** Gi* of every cell of the mask and step, step after step, against all their counts. */
function scored({ rows, cols, mask, slices, near }: EmergingInput, steps: number) {
  const shape = { rows, cols, mask }
  const around = within(sizesAround(shape, near), mask)
  const cells = around.length
  const counts = new Float64Array(slices.length * cells)
  for (const [time, slice] of slices.entries()) counts.set(within(Float64Array.from(slice), mask), time * cells)
  const spread = spreadOf(counts)
  const inSlice = slices.map((slice) => within(sumsAround(slice, shape, near), mask))
  const sums = new Float64Array(counts.length)
  const sizes = new Int32Array(counts.length)
  for (let time = 0; time < slices.length; time++)
    for (let before = Math.max(0, time - steps); before <= time; before++)
      for (let cell = 0; cell < cells; cell++) {
        const at = time * cells + cell
        sums[at] = (sums[at] as number) + ((inSlice[before] as Float64Array)[cell] as number)
        sizes[at] = (sizes[at] as number) + (around[cell] as number)
      }
  const z = sums.map((sum, at) => giStarScore(sum, sizes[at] as number, spread))
  const tails = tailsOfDraws(counts, sizes)
  const tail: Emerging['tail'] = tails ? (tails.exact ? 'exact' : 'rounded') : 'normal'
  const p = z.map((score, at) => {
    const [size, sum] = [sizes[at] as number, sums[at] as number]
    return tails
      ? pOfTails(tails.atLeast(size, sum), tails.atMost(size, sum), 'two-sided')
      : pOfNormal(score, 'two-sided')
  })
  return { cells, z, p, tail, inSlice }
}

function want({ rows, cols, mask, slices, steps = 0, q = 0.05 }: EmergingInput): void {
  wantShape({ rows, cols, mask })
  wantWhole('steps', steps, 0)
  if (!(q > 0 && q < 1)) refuse(`q is ${q}; it is a share between 0 and 1.`)
  if (slices.length < 3) refuse(`slices has ${slices.length} steps of time; a trend needs 3 or more.`)
  for (const [time, slice] of slices.entries()) {
    wantLength(`slices[${time}]`, slice, rows * cols, `${rows} rows of ${cols} columns`)
    wantCounts(`slices[${time}]`, slice)
  }
}

import { pOfNormal, pOfTails } from './alternative.ts'
import { tailsOfDraws } from './draws.ts'
import { adjust, correction } from './fdr.ts'
import { giStarScore, spreadOf, type Tail } from './gistar.ts'
import { mannKendall } from './mann-kendall.ts'
import { type Neighbourhood, type Shape, sizesAround, sumsAround, wantShape } from './neighbours.ts'
import { refuse, wantCounts, wantLength, wantWhole } from './wrong-input.ts'

export type EmergingInput = Shape & {
  /** One grid of counts for each step of time, the newest last. */
  readonly slices: readonly ArrayLike<number>[]
  readonly near: Neighbourhood
  /** So many steps before count as near too, to tell hot and cold: 1 steadies monthly counts. The trend takes each step alone. */
  readonly steps?: number
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
  /** Mann-Kendall over the counts of the cell and those near it, each step alone. */
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
 * and fall in waves, and a test for trends takes these for trends.
 */
export function emerging(input: EmergingInput): Emerging {
  const { rows, cols, slices, steps = 0, q: rate = 0.05 } = input
  want(input)
  const { z, p, tail, inSlice } = scored(input, steps)
  const corrected = adjust(p)
  const cells = rows * cols
  const bySlice = (values: Float64Array) => slices.map((_, time) => values.subarray(time * cells, (time + 1) * cells))
  const trend = { z: new Float64Array(cells), p: new Float64Array(cells) }
  const found: EmergingClass[] = []
  const history = new Float64Array(slices.length)
  const states = new Int8Array(slices.length)
  for (let cell = 0; cell < cells; cell++) {
    for (let time = 0; time < slices.length; time++) {
      const at = time * cells + cell
      history[time] = (inSlice[time] as Float64Array)[cell] as number
      states[time] = (corrected[at] as number) <= rate ? Math.sign(z[at] as number) : 0
    }
    const { z: rising, p: byChance } = mannKendall(history)
    trend.z[cell] = rising
    trend.p[cell] = byChance
    found.push(classOf(states, byChance <= rate ? Math.sign(rising) : 0))
  }
  return { classes: found, trend, z: bySlice(z), q: bySlice(corrected), correction, tail }
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

/** Gi* of every cell and step, step after step, against all counts. */
function scored({ rows, cols, slices, near }: EmergingInput, steps: number) {
  const cells = rows * cols
  const counts = new Float64Array(slices.length * cells)
  for (const [time, slice] of slices.entries()) counts.set(Array.from(slice), time * cells)
  const spread = spreadOf(counts)
  const inSlice = slices.map((slice) => sumsAround(slice, { rows, cols }, near))
  const around = sizesAround({ rows, cols }, near)
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
  return { z, p, tail, inSlice }
}

function want({ rows, cols, slices, steps = 0, q = 0.05 }: EmergingInput): void {
  wantShape({ rows, cols })
  wantWhole('steps', steps, 0)
  if (!(q > 0 && q < 1)) refuse(`q is ${q}; it is a share between 0 and 1.`)
  if (slices.length < 3) refuse(`slices has ${slices.length} steps of time; a trend needs 3 or more.`)
  for (const [time, slice] of slices.entries()) {
    wantLength(`slices[${time}]`, slice, rows * cols, `${rows} rows of ${cols} columns`)
    wantCounts(`slices[${time}]`, slice)
  }
}

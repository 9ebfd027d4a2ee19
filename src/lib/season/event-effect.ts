import { seeded } from '../stats/random.ts'
import { allBesideUsual, type ByMonth } from './months.ts'

/** How much of each month lay in the time after an event: 0 to 1. */
export type Exposure = (month: number) => number

export type EventEffect = {
  /** A month wholly after the event against the same month of other years: 1.05 is a twentieth more. */
  readonly ratio: number
  /** 95%, by a bootstrap over years. */
  readonly low: number
  readonly high: number
  /** Share of reshuffled years that show as large an effect, either way. */
  readonly p: number
  /** The same without holding the month of the year fixed: what one would see who forgot about the season. */
  readonly unadjusted: number
  readonly months: number
  readonly years: number
  /** Months of the year in which the event was in some years and not in others: only these can tell. */
  readonly telling: number
  readonly verdict: 'more' | 'fewer' | 'none shown'
}

type Row = { readonly year: number; readonly monthOfYear: number; readonly x: number; readonly y: number }

/**
 * Whether months after an event have more thefts than the same months of other years. y = log(count beside the six months before
 * and after), x = exposure, both less the mean of their month of the year; the slope is by least squares. p shuffles the
 * exposures among the years within each month of the year (a stratified permutation; Good 2005), so that an event that always
 * falls in September says nothing of September: it cannot be told from it.
 */
export function eventEffect(
  counts: ByMonth,
  exposure: Exposure,
  { draws = 1999, seed, from }: { readonly draws?: number; readonly seed: number; readonly from: number },
): EventEffect {
  const rows: Row[] = [...allBesideUsual(counts)]
    .filter(([month]) => month >= from)
    .map(([month, ratio]) => ({
      ...{ year: Math.floor(month / 12), monthOfYear: month % 12 },
      ...{ x: exposure(month), y: Math.log(ratio) },
    }))
  const slope = slopeOf(sumsOf(rows))
  const p = shuffled(rows, Math.abs(slope), draws, seed)
  const [low, high] = bootstrapped(rows, draws, seed + 1)
  const sure = p <= 0.05 && (low > 0 || high < 0)
  const strata = [...Map.groupBy(rows, ({ monthOfYear }) => monthOfYear).values()]
  return {
    ...{ ratio: Math.exp(slope), low: Math.exp(low), high: Math.exp(high), p },
    unadjusted: Math.exp(slopeOf(sumsOf(rows.map((row) => ({ ...row, monthOfYear: 0 }))))),
    ...{ months: rows.length, years: new Set(rows.map(({ year }) => year)).size },
    telling: strata.filter((stratum) => new Set(stratum.map(({ x }) => x)).size > 1).length,
    verdict: !sure ? 'none shown' : slope > 0 ? 'more' : 'fewer',
  }
}

/** The sums from which a slope is made; they add up over years. */
type Sums = { n: number; x: number; y: number; xx: number; xy: number }

function sumsOf(rows: readonly Row[]): Sums[] {
  const sums = Array.from({ length: 12 }, () => ({ n: 0, x: 0, y: 0, xx: 0, xy: 0 }))
  for (const { monthOfYear, x, y } of rows) add(sums[monthOfYear] as Sums, { n: 1, x, y, xx: x * x, xy: x * y })
  return sums
}

function add(to: Sums, more: Sums): void {
  to.n += more.n
  to.x += more.x
  to.y += more.y
  to.xx += more.xx
  to.xy += more.xy
}

/** Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², means within the month of the year; 0 where nothing varies. */
function slopeOf(sums: readonly Sums[]): number {
  let [above, below] = [0, 0]
  for (const { n, x, y, xx, xy } of sums) {
    if (n === 0) continue
    above += xy - (x * y) / n
    below += xx - (x * x) / n
  }
  return below > 1e-9 ? above / below : 0
}

/** (1 + as large) / (1 + draws) (Phipson and Smyth 2010). Shuffling changes Σxy alone. */
function shuffled(rows: readonly Row[], seen: number, draws: number, seed: number): number {
  const random = seeded(seed)
  const sums = sumsOf(rows)
  const strata = [...Map.groupBy(rows, ({ monthOfYear }) => monthOfYear).values()].map((stratum) => ({
    xs: stratum.map(({ x }) => x),
    ys: stratum.map(({ y }) => y),
    own: sums[stratum[0]?.monthOfYear ?? 0] as Sums,
  }))
  let asLarge = 0
  for (let draw = 0; draw < draws; draw++) {
    for (const { xs, ys, own } of strata) {
      let xy = 0
      for (let at = 0; at < xs.length; at++) {
        const other = at + random.below(xs.length - at)
        const x = xs[other] as number
        xs[other] = xs[at] as number
        xs[at] = x
        xy += x * (ys[at] as number)
      }
      own.xy = xy
    }
    if (Math.abs(slopeOf(sums)) >= seen - 1e-12) asLarge += 1
  }
  return (1 + asLarge) / (1 + draws)
}

function bootstrapped(rows: readonly Row[], draws: number, seed: number): readonly [number, number] {
  const random = seeded(seed)
  const years = [...Map.groupBy(rows, ({ year }) => year).values()].map(sumsOf)
  const slopes = Float64Array.from({ length: draws }, () => {
    const sums = sumsOf([])
    for (let drawn = 0; drawn < years.length; drawn++)
      for (const [at, more] of (years[random.below(years.length)] as Sums[]).entries()) add(sums[at] as Sums, more)
    return slopeOf(sums)
  }).sort()
  const at = (share: number) => slopes[Math.round(share * (slopes.length - 1))] ?? 0
  return [at(0.025), at(0.975)]
}

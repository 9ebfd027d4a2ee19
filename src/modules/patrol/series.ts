import { centreOf, type Grid } from '#lib/cells/grid'
import { type Random, seeded } from '#lib/stats/random'
import {
  apart,
  chanceOf,
  type Finding,
  isAlarm,
  type PatternLook,
  scoresByChance,
  type Theft,
  week,
} from './pattern.ts'

/** What makes one theft the next one of a series: of the same kind, soon after, so far away and no farther. */
export type SeriesRule = {
  readonly methods: readonly string[]
  /** Hours from one to the next. Times are kept by the hour. */
  readonly gap: number
  /** Metres. `most` for each hour begun: how fast somebody gets about. */
  readonly least: number
  readonly mostAnHour: number
  /** Fewer thefts are no series. */
  readonly fewest: number
}

const day = 24
const weeks = 9
/** A link is worth no more than one that is expected as rarely as this. */
const rarest = 0.005

/** The thefts of one kind on this weekday in nine weeks, in the order of the clock, and which can follow which. */
type Pool = {
  readonly method: string
  readonly thefts: readonly Theft[]
  /** How many of them are today’s. */
  readonly today: number
  /**
   * worth[i · length + j]: when j can come after i in a series, −ln of how many thefts chance would put as near after i today;
   * else −∞.
   */
  readonly worth: Float32Array
}

type Chain = { readonly score: number; readonly path: readonly number[] }

/**
 * The best chain of thefts of the last day, each within reach of the one before. Chance is that of the best chain of any kind when
 * the weeks are dealt anew: every theft of that kind on that weekday in nine weeks keeps its place and its hour, and which of them
 * are today’s is drawn by lot, as many as today. So neither a busy day nor a busy street at its busy hour makes a
 * series; thefts that follow each other do.
 */
export function findSeries({ thefts, until, ground: { grid }, rule }: PatternLook, series: SeriesRule): Finding[] {
  const pools = series.methods.flatMap((method) => poolOf(thefts, { method, until }, grid, series) ?? [])
  const found = pools.map((pool) => ({ pool, ...bestChain(pool, todays(pool, until)) }))
  const most = found.reduce((best, { score, path }) => (path.length >= series.fewest ? Math.max(best, score) : best), 0)
  if (most === 0) return []
  const byChance = scoresByChance(rule, most, rounds(pools, series.fewest, seeded(until)))
  if (!byChance) return []
  const findings = found.flatMap(({ pool, score, path }) => {
    const chance = chanceOf(score, byChance)
    if (path.length < series.fewest || !isAlarm(chance, rule)) return []
    return [findingOf(pool, path, chance)]
  })
  return apart(findings)
}

function poolOf(
  thefts: readonly Theft[],
  { method, until }: { readonly method: string; readonly until: number },
  grid: Grid,
  series: SeriesRule,
): Pool | undefined {
  const clock = ({ hour }: Theft) => (((hour - until) % week) + week) % week
  const own = thefts.filter((one) => one.method === method && one.hour < until && one.hour >= until - weeks * week)
  const pool = own.filter((one) => clock(one) >= week - day).sort((a, b) => clock(a) - clock(b) || a.cell - b.cell)
  const today = pool.filter(({ hour }) => hour >= until - day).length
  if (today < series.fewest || today === pool.length) return undefined
  return { method, thefts: pool, today, worth: worthOf(pool.map(clock), pool, today, grid, series) }
}

/**
 * How many chance would put within so many metres and hours after a theft: as many as there are in a wide ring of place and clock around
 * it, in nine weeks, by area and time. The lot changes nothing of it.
 */
function worthOf(
  clocks: readonly number[],
  thefts: readonly Theft[],
  today: number,
  grid: Grid,
  { gap, least, mostAnHour }: SeriesRule,
): Float32Array {
  const { length } = thefts
  const at = thefts.map(({ cell }) => centreOf(grid, cell))
  const [xs, ys] = [Float64Array.from(at, ([x]) => x), Float64Array.from(at, ([, y]) => y)]
  const metres = (i: number, j: number) =>
    Math.sqrt(((xs[j] as number) - (xs[i] as number)) ** 2 + ((ys[j] as number) - (ys[i] as number)) ** 2)
  const worth = new Float32Array(length ** 2).fill(Number.NEGATIVE_INFINITY)
  const [wide, long] = [mostAnHour * (gap + 1), 2 * gap + 1]
  // By the clock: the first that is no more than a gap before.
  let first = 0
  for (let i = 0; i < length; i++) {
    while ((clocks[i] as number) - (clocks[first] as number) > gap) first += 1
    let around = 0.5 // there is always a little
    for (let j = first; j < length && (clocks[j] as number) - (clocks[i] as number) <= gap; j++)
      if (j !== i && metres(i, j) <= wide) around += 1
    const density = (around * (today - 1)) / (length - 1) / (wide ** 2 * long)
    for (let j = i + 1; j < length; j++) {
      const hours = (clocks[j] as number) - (clocks[i] as number)
      if (hours > gap) break
      const far = metres(i, j)
      if (far < least || far > mostAnHour * (hours + 1)) continue
      const expected = density * Math.max(far, least, grid.cell) ** 2 * (hours + 1)
      worth[i * length + j] = -Math.log(Math.max(rarest, expected))
    }
  }
  return worth
}

const todays = ({ thefts }: Pool, until: number): Int32Array =>
  Int32Array.from([...thefts.keys()].filter((at) => (thefts[at] as Theft).hour >= until - day))

/** `chosen`: those that are taken for today’s, in the order of the clock. */
function bestChain({ thefts: { length }, worth }: Pool, chosen: Int32Array): Chain {
  const score = new Float64Array(chosen.length)
  const before = new Int32Array(chosen.length).fill(-1)
  let last = -1
  for (let to = 0; to < chosen.length; to++) {
    for (let from = 0; from < to; from++) {
      const link = worth[(chosen[from] as number) * length + (chosen[to] as number)] as number
      const reached = (score[from] as number) + link
      if (reached <= (score[to] as number)) continue
      score[to] = reached
      before[to] = from
    }
    if ((score[to] as number) > (last < 0 ? 0 : (score[last] as number))) last = to
  }
  const path: number[] = []
  for (let at = last; at >= 0; at = before[at] as number) path.unshift(chosen[at] as number)
  return { score: last < 0 ? 0 : (score[last] as number), path }
}

/** The best score of a round in which it is drawn by lot which thefts are today’s. */
function rounds(pools: readonly Pool[], fewest: number, { below }: Random): () => number {
  const dealt = pools.map(({ thefts }) => Int32Array.from(thefts.keys()))
  return () => {
    let best = 0
    for (const [at, pool] of pools.entries()) {
      const order = dealt[at] as Int32Array
      for (let n = 0; n < pool.today; n++) {
        const other = n + below(order.length - n)
        const kept = order[n] as number
        order[n] = order[other] as number
        order[other] = kept
      }
      const { score, path } = bestChain(pool, order.slice(0, pool.today).sort())
      if (path.length >= fewest) best = Math.max(best, score)
    }
    return best
  }
}

function findingOf({ method, thefts, worth }: Pool, path: readonly number[], chance: number): Finding {
  const its = path.map((at) => thefts[at] as Theft)
  const hours = its.map(({ hour }) => hour)
  // The first one is there; of each that follows, as many as chance would put there.
  const expected = path
    .slice(1)
    .reduce(
      (sum, to, at) => sum + Math.min(1, Math.exp(-(worth[(path[at] as number) * thefts.length + to] as number))),
      1,
    )
  return {
    ...{ squares: [...new Set(its.map(({ cell }) => cell))], thefts: its.length, expected, chance, method },
    ...{ from: Math.min(...hours), to: Math.max(...hours) + 1 },
  }
}

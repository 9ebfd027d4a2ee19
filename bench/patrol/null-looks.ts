import { type Random, seeded } from '#lib/stats/random'
import { type Alarm, alarmAt, oneAYear, withLook } from '#lib/stats/repeated-looks'
import { type Cluster, scan } from '#lib/stats/scan'
import { poissonNull } from '#lib/stats/scan-null'
import { type Chain, chained, nearestZones } from '#lib/stats/scan-zones'
import { squares } from './made-up.ts'

/**
 * Squares in which each place has its own steady mean. Baselines are the means themselves, or what each place had on average on
 * the days before the window, or none: then the scan permutes. `history`: days that are kept.
 */
export type World = {
  readonly side: number
  readonly nearest: number
  readonly means: (place: number) => number
  readonly history: number
  readonly longest: number
  readonly baselines: 'known' | 'averaged' | 'none'
  /** Zones that are blocks of 1, 4 and 9 squares, instead of the nearest. */
  readonly blocks?: boolean
  readonly seed: number
}

type Running = World & {
  readonly places: number
  readonly zones: Chain
  readonly each: Float64Array
  readonly random: Random
}

function running(world: World): Running {
  const middles = squares(world.side, 150)
  const axis = (at: 0 | 1) => Float64Array.from(middles, (one) => one[at])
  const near = world.blocks ? blocksOf(world.side) : nearestZones(axis(0), axis(1), world.nearest)
  const zones = chained(near, middles.length)
  const each = Float64Array.from(middles, (_, place) => world.means(place))
  return { ...world, places: middles.length, zones, each, random: seeded(world.seed) }
}

/** Every block of 1, 2 and 3 squares a side. */
const blocksOf = (side: number): Int32Array[] =>
  [1, 2, 3].flatMap((wide) => {
    const most = side - wide + 1
    return Array.from({ length: most * most }, (_, at) =>
      Int32Array.from(
        { length: wide * wide },
        (_, n) => (Math.floor(at / most) + Math.floor(n / wide)) * side + (at % most) + (n % wide),
      ),
    )
  })

/** `days` of counts, the newest last. */
function days({ each, random }: Running, count: number): Float64Array[] {
  const draw = poissonNull(each, 1, random)
  return Array.from({ length: count }, () => {
    const day = new Float64Array(each.length)
    draw(day)
    return day
  })
}

function look(
  world: Running,
  past: readonly Float64Array[],
  replicates: number,
  stopAfter = replicates + 1,
): Cluster | undefined {
  const { places, zones, longest: maxDuration, random } = world
  const recent = world.baselines === 'averaged' ? past.slice(-maxDuration) : past
  const counts = new Float64Array(recent.length * places)
  for (const [n, day] of recent.entries()) counts.set(day, n * places)
  const usual = usualOf(world, past)
  const baselines = usual && counts.map((_, at) => usual[at % places] as number)
  return scan({ places, counts, baselines, zones, maxDuration, replicates, random, most: 1, stopAfter }).clusters[0]
}

function usualOf({ baselines, each, longest }: Running, past: readonly Float64Array[]): Float64Array | undefined {
  if (baselines !== 'averaged') return baselines === 'known' ? each : undefined
  const before = past.slice(0, -longest)
  // Half an event more, so that a place that has had none yet may have one.
  return each.map((_, place) => before.reduce((sum, day) => sum + (day[place] as number), 0.5) / before.length)
}

/** The p-values of so many worlds in which nothing is going on. */
export function nullP(world: World, worlds: number, replicates: number): number[] {
  const its = running(world)
  return Array.from({ length: worlds }, () => look(its, days(its, world.history), replicates)?.p ?? 1)
}

/**
 * With 1,094 replicates p may be 3/1095 = 1/365 and is that low exactly as often as the rule allows; three replicates that do as
 * well, and there is no alarm.
 */
const replicates = 1094
const enough = 3

/** Looks once a day for so many years at chance alone. A year's alarming looks, and its alarms with a run told once. */
export function falseAlarms(world: World, years: number): { readonly looks: number; readonly stories: number } {
  const its = running(world)
  const past = days(its, world.history)
  let open: readonly Alarm[] = []
  let [looks, stories] = [0, 0]
  for (let day = 0; day < years * 365; day++) {
    past.shift()
    past.push(...days(its, 1))
    const found = look(its, past, replicates, enough)
    const { raised, still } = withLook(open, day, found ? [found] : [], oneAYear)
    looks += raised.length + still.length
    stories += raised.length
    open = [...raised, ...still, ...open].filter(({ last }) => last >= day - world.longest)
  }
  return { looks: looks / years, stories: stories / years }
}

export type Found = {
  /** Shares of the worlds in which an alarm named at least two of the four cells, on the first and on the second day. */
  readonly dayOne: number
  readonly dayTwo: number
  /** Of those found on day two: cells both put in and named, to cells either. */
  readonly alike: number
}

/** Four cells that touch see `times` as much as usual on two days: is there an alarm of one in 365 days, and does it name them? */
export function riseFound(world: World, worlds: number, times: number): Found {
  const its = running(world)
  const at = Math.floor(world.side / 2) * (world.side + 1)
  const cells = [at, at + 1, at + world.side, at + world.side + 1]
  const more = poissonNull(
    its.each.map((mean, place) => (cells.includes(place) ? mean * (times - 1) : 0)),
    1,
    its.random,
  )
  let [one, two, alike] = [0, 0, 0]
  for (let n = 0; n < worlds; n++) {
    const past = days(its, world.history + 1)
    for (const day of past.slice(-2)) {
      const extra = new Float64Array(its.places)
      more(extra)
      for (const cell of cells) day[cell] = (day[cell] as number) + (extra[cell] as number)
    }
    const named = (cluster: Cluster | undefined) =>
      cluster && cluster.p <= alarmAt(oneAYear) ? cells.filter((cell) => cluster.places.includes(cell)).length : 0
    const [first, second] = [
      look(its, past.slice(0, -1), replicates, enough),
      look(its, past.slice(1), replicates, enough),
    ]
    if (named(first) >= 2) one++
    if (named(second) < 2) continue
    two++
    alike += named(second) / (4 + (second?.places.length ?? 0) - named(second))
  }
  return { dayOne: one / worlds, dayTwo: two / worlds, alike: alike / Math.max(1, two) }
}

/**
 * The chance that p-values drawn uniformly lie as far from a uniform spread as these: Kolmogorov and Smirnov, with
 * Stephens's correction for few values (1970).
 */
export function uniformP(p: readonly number[]): number {
  const sorted = p.toSorted((a, b) => a - b)
  const gap = Math.max(
    ...sorted.map((value, n) => Math.max((n + 1) / sorted.length - value, value - n / sorted.length)),
  )
  const root = Math.sqrt(sorted.length)
  const lambda = (root + 0.12 + 0.11 / root) * gap
  let chance = 0
  for (let k = 1; k <= 100; k++) chance += 2 * (-1) ** (k - 1) * Math.exp(-2 * (k * lambda) ** 2)
  return Math.min(1, Math.max(0, chance))
}

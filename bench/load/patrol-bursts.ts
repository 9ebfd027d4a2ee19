// A threefold rise in four squares of London over two days. One NDJSON line for each of the fours asked for, and each way of looking:
// in how many of the worlds it was found by the end of the first and of the second day.
import { RiseWatch } from '#lib/cells/rise'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { oneAYear } from '#lib/stats/repeated-looks'
import { londonCells } from '#modules/patrol/public'
import { nearestAmong, type ZonesAmong } from '../../src/modules/patrol/cluster-zones.ts'
import { lookedBack, type Theft } from '../../src/modules/patrol/pattern.ts'
import { clustersIn } from '../../src/modules/patrol/patterns/emerging-cluster.ts'
import { blocksAmong } from '../patrol/block-zones.ts'
import { foursByRate, inALine, londonRates, quietLondon } from '../patrol/london-world.ts'

type Input = {
  readonly seed: number
  readonly worlds: number
  readonly times: number
  /** Weeks of past that a decision at each event has. */
  readonly weeks: number
  /** Places in the list of fours, the busiest being 1. */
  readonly ranks: readonly number[]
  readonly shapes: readonly ('block' | 'line')[]
}
const { seed, worlds, times, weeks, ranks, shapes } = JSON.parse(process.argv[2] ?? '{}') as Input

const [day, week] = [24, 168]
const ground = londonCells()
const rates = londonRates()
const fours = foursByRate(rates)
const draw = quietLondon(rates, 'place')
/** The second day ends here. */
const end = weeks * week + 6
const began = end - 2 * day

type Found = { readonly squares: readonly number[]; readonly by: number }

function atEachEvent(thefts: readonly Theft[], random: Random): Found[] {
  const watch = new RiseWatch(ground.grid, 91, oneAYear)
  for (const { cell, hour } of thefts) if (hour < began) watch.count(cell, hour / day)
  const found: Found[] = []
  const coming = thefts.filter(({ hour }) => hour >= began).map((one) => ({ ...one, at: one.hour + random.next() }))
  // The server knows the hour of each.
  for (const { cell, hour } of coming.sort((a, b) => a.at - b.at)) {
    const rise = watch.add(cell, hour / day)
    if (rise) found.push({ squares: rise.cells, by: hour + 1 })
  }
  return found
}

const onceADay =
  (zones: ZonesAmong) =>
  (thefts: readonly Theft[]): Found[] =>
    [end - day, end].flatMap((until) => {
      const seen = thefts.filter(({ hour }) => hour >= until - lookedBack && hour < until)
      const found = clustersIn({ thefts: seen, until, ground, rule: oneAYear }, zones)
      return found.map(({ squares }) => ({ squares, by: until }))
    })

const ways = {
  'at each event': atEachEvent,
  'blocks, once a day': onceADay(blocksAmong),
  'the nearest, once a day': onceADay(nearestAmong),
} as const
type Way = keyof typeof ways

const questions = shapes.flatMap((shape) =>
  ranks.map((rank) => {
    const block = fours[rank - 1]?.squares ?? []
    const squares = shape === 'block' ? block : inALine(block)
    const each = squares.reduce((sum, one) => sum + (rates.aDay[one] as number), 0) / 4
    return { shape, rank, squares, each, found: new Map<Way, [number, number]>() }
  }),
)

for (let world = 0; world < worlds; world++) {
  const random = seeded(seed + world)
  const quiet = draw(0, weeks + 1, random).filter(({ hour }) => hour < end)
  for (const { squares, found } of questions) {
    const more = squares.flatMap((cell) =>
      Array.from({ length: poisson(2 * (times - 1) * (rates.aDay[cell] as number), random) }, () => ({
        ...{ cell, method: 'snatch', hour: began + random.below(2 * day) },
      })),
    )
    const thefts = [...quiet, ...more]
    for (const [way, look] of Object.entries(ways) as [Way, (typeof ways)[Way]][]) {
      const right = look(thefts, seeded(world)).filter(
        (one) => squares.filter((cell) => one.squares.includes(cell)).length >= 2,
      )
      const counts = found.get(way) ?? [0, 0]
      if (right.some(({ by }) => by <= end - day)) counts[0] += 1
      if (right.length > 0) counts[1] += 1
      found.set(way, counts)
    }
  }
}
for (const { found, squares: _, ...question } of questions)
  for (const [way, [one, two]] of found)
    console.log(JSON.stringify({ ...question, way, worlds, dayOne: one / worlds, dayTwo: two / worlds }))

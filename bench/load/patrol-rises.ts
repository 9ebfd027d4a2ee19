// A district in which rises are decided on at each event (src/lib/cells/rise.ts). One NDJSON line a question: in how many of the
// seeded maps an event alarmed where nothing is going on; or in how many a rise that was put in was found on its second day.
import { RiseWatch } from '#lib/cells/rise'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { oneAYear } from '#lib/stats/repeated-looks'

type Input = {
  readonly seed: number
  readonly nulls: {
    readonly maps: number
    readonly days: number
    readonly weeks: number
    readonly kinds: readonly Kind[]
  }
  readonly rises: { readonly worlds: number; readonly weeks: number; readonly of: readonly Rise[] }
}
/** `even`: the same mean in each cell; `uneven`: a hundredfold between cells, and night life on two nights of the week. */
type Kind = { readonly name: 'even' | 'uneven'; readonly mean: number }
type Rise = { readonly mean: number; readonly times: number }

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const side = 20
const shape = { rows: side, cols: side }
const halfLife = 91
const middle = 10 * side + 10
const four = [middle, middle + 1, middle + side, middle + side + 1]
const out = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** When in a day, and in a tenth of the squares of an uneven town mostly on the nights of two days. */
function timeIn(days: number, isNightlife: boolean, random: Random): number {
  const day = random.below(days)
  if (!isNightlife || random.next() < 0.2) return day + random.next()
  return Math.min(days - 1e-9, day - (day % 7) + random.below(2) + random.next() / 4)
}

function meansOf({ name, mean }: Kind, random: Random): Float64Array {
  return Float64Array.from({ length: side * side }, () =>
    name === 'even' ? mean : 4 * mean * random.next() ** 3 + mean / 100,
  )
}

/** Events of whole weeks, in any order; the days after them, in order. */
function* past(means: Float64Array, weeks: number, uneven: boolean, random: Random): Generator<[number, number]> {
  for (const [cell, mean] of means.entries())
    for (let left = poisson(mean * weeks * 7, random); left > 0; left--)
      yield [cell, timeIn(weeks * 7, uneven && cell % 10 === 3, random)]
}

for (const kind of input.nulls.kinds) {
  let [events, alarms, maps] = [0, 0, 0]
  const { weeks, days } = input.nulls
  for (let map = 0; map < input.nulls.maps; map++) {
    const random = seeded(input.seed + map)
    const means = meansOf(kind, random)
    const watch = new RiseWatch(shape, halfLife, oneAYear)
    const all = [...past(means, weeks + 1, kind.name === 'uneven', random)].sort((a, b) => a[1] - b[1])
    let here = 0
    for (const [cell, at] of all)
      if (at < weeks * 7 || at >= weeks * 7 + days) {
        if (at < weeks * 7) watch.count(cell, at)
      } else {
        events += 1
        if (watch.add(cell, at)) here += 1
      }
    alarms += here
    if (here > 0) maps += 1
  }
  out({ question: 'null', ...kind, maps: input.nulls.maps, days, events, alarms, alarmed: maps })
}

for (const { mean, times } of input.rises.of) {
  let [one, two] = [0, 0]
  for (let world = 0; world < input.rises.worlds; world++) {
    const random = seeded(input.seed + world)
    const watch = new RiseWatch(shape, halfLife, oneAYear)
    const end = input.rises.weeks * 7
    const means = new Float64Array(side * side).fill(mean)
    for (const [cell, at] of past(means, input.rises.weeks, false, random)) watch.count(cell, at)
    const found = [0, 1].map((day) => {
      const events = [...means.entries()].flatMap(([cell, usual]) =>
        Array.from(
          { length: poisson(four.includes(cell) ? usual * times : usual, random) },
          () => [cell, end + day + random.next()] as const,
        ),
      )
      return events
        .toSorted((a, b) => a[1] - b[1])
        .some(([cell, at]) => {
          const rise = watch.add(cell, at)
          return rise !== undefined && four.filter((its) => rise.cells.includes(its)).length >= 2
        })
    })
    // An alarm ends the day's counting above: what of the day came after it is left out, and changes nothing of what was found.
    if (found[0]) one += 1
    if (found.some(Boolean)) two += 1
  }
  out({
    question: 'rise',
    mean,
    times,
    worlds: input.rises.worlds,
    dayOne: one / input.rises.worlds,
    dayTwo: two / input.rises.worlds,
  })
}

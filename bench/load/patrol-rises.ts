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
/**
 * `even`: the same mean in each cell; `uneven`: a hundredfold between cells, and night life on two nights of the week. As uneven are
 * `grows`, where all doubles in a year, and `weekly`, where weekends have twice as much everywhere.
 */
type Kind = { readonly name: 'even' | 'uneven' | 'grows' | 'weekly'; readonly mean: number }
type Rise = { readonly mean: number; readonly times: number }

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const side = 20
const shape = { rows: side, cols: side }
const halfLife = 91
const middle = 10 * side + 10
const four = [middle, middle + 1, middle + side, middle + side + 1]
const out = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** What of the most there is on a day. */
const levelOn = ({ name }: Kind, day: number, days: number): number => {
  if (name === 'grows') return 2 ** ((day + 1 - days) / 365)
  return name === 'weekly' && day % 7 >= 2 ? 0.5 : 1
}

/** When in a day, and in a tenth of the squares of an uneven town mostly on the nights of two days. */
function timeIn(day: number, isNightlife: boolean, random: Random): number {
  if (!isNightlife || random.next() < 0.2) return day + random.next()
  return day - (day % 7) + random.below(2) + random.next() / 4
}

function meansOf({ name, mean }: Kind, random: Random): Float64Array {
  return Float64Array.from({ length: side * side }, () =>
    name === 'even' ? mean : 4 * mean * random.next() ** 3 + mean / 100,
  )
}

/** Events of whole weeks, in any order. */
function* past(means: Float64Array, weeks: number, kind: Kind, random: Random): Generator<[number, number]> {
  const days = weeks * 7
  for (const [cell, mean] of means.entries())
    for (let left = poisson(mean * days, random); left > 0; left--) {
      const day = random.below(days)
      if (random.next() < levelOn(kind, day, days))
        yield [cell, timeIn(day, kind.name !== 'even' && cell % 10 === 3, random)]
    }
}

for (const kind of input.nulls.kinds) {
  let [events, alarms, maps] = [0, 0, 0]
  const { weeks, days } = input.nulls
  for (let map = 0; map < input.nulls.maps; map++) {
    const random = seeded(input.seed + map)
    const means = meansOf(kind, random)
    const watch = new RiseWatch(shape, halfLife, oneAYear)
    const all = [...past(means, weeks + 1, kind, random)].sort((a, b) => a[1] - b[1])
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

/** Whether it is found on the first day, or by the end of the second; what came is taken back, for the next question. */
function foundOn(watch: RiseWatch, { mean, times }: Rise, random: Random): number | undefined {
  const end = input.rises.weeks * 7
  const came: [number, number][] = []
  const found = [1, 2].find((day) =>
    Array.from({ length: side * side }, (_, cell) =>
      Array.from({ length: poisson(four.includes(cell) ? mean * times : mean, random) }, (): [number, number] => [
        cell,
        end + day - 1 + random.next(),
      ]),
    )
      .flat()
      .sort((a, b) => a[1] - b[1])
      .some(([cell, at]) => {
        came.push([cell, at])
        const rise = watch.add(cell, at)
        return rise !== undefined && four.filter((its) => rise.cells.includes(its)).length >= 2
      }),
  )
  for (const [cell, at] of came) watch.take(cell, at)
  return found
}

for (const mean of new Set(input.rises.of.map((one) => one.mean))) {
  const asked = input.rises.of.filter((one) => one.mean === mean).map((rise) => ({ ...rise, one: 0, two: 0 }))
  for (let world = 0; world < input.rises.worlds; world++) {
    const random = seeded(input.seed + world)
    const watch = new RiseWatch(shape, halfLife, oneAYear)
    const means = new Float64Array(side * side).fill(mean)
    for (const [cell, at] of past(means, input.rises.weeks, { name: 'even', mean }, random)) watch.count(cell, at)
    for (const rise of asked) {
      const day = foundOn(watch, rise, random)
      if (day === 1) rise.one += 1
      if (day !== undefined) rise.two += 1
    }
  }
  const { worlds } = input.rises
  for (const { times, one, two } of asked)
    out({ question: 'rise', mean, times, worlds, dayOne: one / worlds, dayTwo: two / worlds })
}

import { atLeast, atMost, defineBench, type Figure, recorded, type Tools } from './frame.ts'
import { foursByRate, londonRates, type WorldKind } from './patrol/london-world.ts'

type Looked = {
  readonly world: WorldKind
  readonly pattern: string
  /** That were looked at, each once. */
  readonly days: number
  readonly oneIn: number
  readonly alarms: number
  readonly stories: number
  readonly ms: number
}
type Burst = {
  readonly shape: 'block' | 'line'
  readonly rank: number
  readonly each: number
  readonly way: string
  readonly dayOne: number
  readonly dayTwo: number
}

type Null = {
  readonly question: 'null'
  readonly name: string
  readonly maps: number
  readonly days: number
  readonly alarms: number
}
type Rise = { readonly question: 'rise'; readonly mean: number; readonly times: number; readonly dayTwo: number }

const maps = Number(process.env.RINGBACK_BENCH_MAPS ?? 1000)
const years = Number(process.env.RINGBACK_BENCH_YEARS ?? 10)
const worlds = Number(process.env.RINGBACK_BENCH_WORLDS ?? 60)

const worldNames: Readonly<Record<WorldKind, string>> = {
  place: 'any hour alike',
  clock: 'by hour and weekday',
}

/**
 * A budget that just holds is gone over in half of all runs. So the bar is what luck alone goes over in one run of a thousand, as there
 * are fourteen of them, and all together: the least number that a Poisson count of `expected` exceeds with a chance below 0.1%.
 */
function mostByLuck(expected: number): number {
  let [term, sum, most] = [Math.exp(-expected), Math.exp(-expected), 0]
  while (sum < 0.999) {
    most += 1
    term *= expected / most
    sum += term
  }
  return most
}

function falseAlarms({ world, pattern, days, oneIn, alarms, stories, ms }: Looked): Figure[] {
  const budget = days / oneIn
  const name = `${pattern}, ${worldNames[world]}, ${Math.round(days / 365)} years: looks that alarm in ${oneIn} days (budget 1; by luck up to the bar)`
  return [
    atMost(name, alarms / budget, 'looks', Number((mostByLuck(budget) / budget).toPrecision(3))),
    recorded('  a run told once', stories / budget, 'alarms'),
    recorded('  a look takes, mean', ms, 'ms'),
  ]
}

/** What an analyst has to put aside in a year where nothing is going on: the patterns' budgets add up. */
function pooled(looked: readonly Looked[]): Figure[] {
  const sum = (of: (one: Looked) => number) => looked.reduce((all, one) => all + of(one), 0)
  const budget = sum(({ days, oneIn }) => days / oneIn)
  const patterns = new Set(looked.map(({ pattern }) => pattern)).size
  const aYear = (count: number) => (count / budget) * patterns
  const name = `all ${patterns} patterns together, both kinds: looks that alarm in 365 days (budget ${patterns}; by luck up to the bar)`
  return [
    atMost(name, aYear(sum(({ alarms }) => alarms)), 'looks', Number(aYear(mostByLuck(budget)).toPrecision(3))),
    recorded('  a run told once', aYear(sum(({ stories }) => stories)), 'alarms'),
  ]
}

function found(bursts: readonly Burst[]): Figure[] {
  return bursts.map(({ shape, rank, each, way, dayOne, dayTwo }) => {
    const four = shape === 'block' ? '2 × 2' : 'in a row'
    const name = `threefold rise, 4 squares ${four}, number ${rank} of London with ${each.toFixed(2)} a day each: found by day two, ${way} (day one ${(100 * dayOne).toFixed(0)}%)`
    // Where London is busiest it must be found; elsewhere it is said how often it is.
    return rank === 1 && shape === 'block' && way === 'at each event'
      ? atLeast(name, 100 * dayTwo, '%', 80)
      : recorded(name, 100 * dayTwo, '%')
  })
}

/** How busy London’s squares are: the base rates at which a rise has to be found there. */
function busy(): Figure[] {
  const rates = londonRates()
  const squares = rates.aDay.toSorted().reverse()
  const fours = foursByRate(rates)
  const mean = (most: number) => squares.subarray(0, most).reduce((sum, one) => sum + one, 0) / most
  return [
    recorded('London: published thefts a day, February 2018 to August 2019', rates.published, 'a day'),
    recorded('  times as many in the twelve months to May 2025', rates.grown, ''),
    recorded('  the busiest square', squares[0] ?? 0, 'a day'),
    recorded('  the 144 busiest (0.2% of London), mean', mean(144), 'a day'),
    recorded('  squares with 2 a day or more', squares.filter((one) => one >= 2).length, 'squares'),
    recorded('  the busiest 2 × 2, each square', fours[0]?.each ?? 0, 'a day'),
  ]
}

export default defineBench({
  name: 'patrol-patterns',
  claim:
    'Each live pattern keeps its budget of false alarms on a London where nothing is going on; how large a rise it finds is said for squares as busy as London’s.',
  async run(tools) {
    return [
      ...busy(),
      ...(await looks(tools)),
      ...(await levels(tools)),
      ...(await bursts(tools)),
      ...(await least(tools)),
    ]
  },
})

/** Two at a time: these figures are counts, not times. */
async function looks(tools: Tools): Promise<Figure[]> {
  tools.say(`each pattern for ${years} years in two kinds of London: some minutes`)
  const both = await Promise.all(
    (['place', 'clock'] as const).map((world, at) =>
      tools.load<Looked>('patrol-patterns', { world, years, seed: 40 + at }),
    ),
  )
  return [...both.flat().flatMap(falseAlarms), ...pooled(both.flat())]
}

/** Where the level of everything moves, the rise keeps its budget. */
async function levels(tools: Tools): Promise<Figure[]> {
  tools.say(`${maps} towns whose reporting doubles in a year, and ${maps} with weekends of their own`)
  const lines = await Promise.all(
    ['grows', 'weekly'].map((name) => {
      const nulls = { maps, days: 2, weeks: 52, kinds: [{ name, mean: 0.5 }] }
      return tools.load<Null>('patrol-rises', { seed: 1, nulls, rises: { worlds: 0, weeks: 52, of: [] } })
    }),
  )
  const what = { grows: 'all doubles in a year', weekly: 'weekends have twice as much' }
  return lines
    .flat()
    .map(({ name, alarms, days, maps: all }) =>
      atMost(
        `rise, ${all} null maps of 400 squares where ${what[name as keyof typeof what]}: events that alarm in 365 days`,
        (alarms * 365) / (all * days),
        'events',
        1,
      ),
    )
}

const multiples = [2, 2.5, 3, 4, 5, 6, 8, 10, 15] as const
const usual = [0.25, 0.5, 0.74, 1, 1.5, 2, 2.3, 3] as const

/** The least rise that is found in 80% and more, by what is usual. */
async function least(tools: Tools): Promise<Figure[]> {
  tools.say('the least rise that is found')
  const nulls = { maps: 0, days: 2, weeks: 13, kinds: [] }
  const lines = await Promise.all(
    [usual.filter((mean) => mean < 2), usual.filter((mean) => mean >= 2)].map((means) => {
      const of = means.flatMap((mean) => multiples.map((times) => ({ mean, times })))
      return tools.load<Rise>('patrol-rises', { seed: 1, nulls, rises: { worlds, weeks: 52, of } })
    }),
  )
  return usual.flatMap((mean) => {
    const its = lines.flat().filter((one) => one.mean === mean)
    // Not only by luck: each steeper one is found as well.
    const from = multiples.find((times) => its.every((one) => one.times < times || one.dayTwo >= 0.8))
    const name = `4 of 400 squares over two days, ${mean} a day usual: the least rise found in 80% and more`
    return [
      recorded(name, from ?? Number.POSITIVE_INFINITY, '-fold'),
      recorded('  threefold', 100 * (its.find(({ times }) => times === 3)?.dayTwo ?? 0), '%'),
    ]
  })
}

async function bursts(tools: Tools): Promise<Figure[]> {
  tools.say('rises that are put in')
  const question = { worlds, times: 3, weeks: 52 }
  const [blocks, lines] = await Promise.all([
    tools.load<Burst>('patrol-bursts', { ...question, seed: 60, ranks: [1, 5, 10, 30, 100], shapes: ['block'] }),
    tools.load<Burst>('patrol-bursts', { ...question, seed: 60, ranks: [1, 5, 10], shapes: ['line'] }),
  ])
  return found([...blocks, ...lines])
}

import { atLeast, atMost, defineBench, type Figure, recorded, type Tools } from './frame.ts'
import { foursByRate, londonRates, type WorldKind } from './patrol/london-world.ts'

type Looked = {
  readonly world: WorldKind
  readonly pattern: string
  readonly oneIn: number
  readonly every: number
  readonly looks: number
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

const years = Number(process.env.RINGBACK_BENCH_YEARS ?? 10)
const worlds = Number(process.env.RINGBACK_BENCH_WORLDS ?? 60)

const worldNames: Readonly<Record<WorldKind, string>> = {
  place: 'any hour alike',
  clock: 'by hour and weekday',
}

/**
 * A budget that just holds is gone over in half of all runs. So the bar is what luck alone goes over in one run of a thousand, as there
 * are twelve of them: the least number that a Poisson count of `expected` exceeds with a chance below 0.1%.
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

function falseAlarms({ world, pattern, oneIn, every, looks, alarms, stories, ms }: Looked): Figure[] {
  const budgets = (looks * every) / oneIn
  const name = `${pattern}, ${worldNames[world]}, ${Math.round((looks * every) / 365)} years: looks that alarm in ${oneIn} days (budget 1; by luck up to the bar)`
  return [
    atMost(name, alarms / budgets, 'looks', Number((mostByLuck(budgets) / budgets).toPrecision(3))),
    recorded('  a run told once', stories / budgets, 'alarms'),
    recorded('  a look takes, mean', ms, 'ms'),
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
    return [...busy(), ...(await looks(tools)), ...(await bursts(tools))]
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
  return both.flat().flatMap(falseAlarms)
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

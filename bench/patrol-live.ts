import { atLeast, atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'
import { newReports } from './patrol/new-report.ts'
import { riseFound } from './patrol/null-looks.ts'

type Event = { kind: 'event'; ms: number; work: number; alarm: boolean; finite: boolean }
type Refresh = { kind: 'refresh'; ms: number; cells: number; flagged: number }
type Null = {
  question: 'null'
  name: string
  mean: number
  maps: number
  days: number
  alarms: number
  alarmed: number
}
type Rise = { question: 'rise'; mean: number; times: number; dayOne: number; dayTwo: number }

const seconds = Number(process.env.RINGBACK_BENCH_SECONDS ?? 30)
const maps = Number(process.env.RINGBACK_BENCH_MAPS ?? 1000)
const worlds = Number(process.env.RINGBACK_BENCH_WORLDS ?? 100)

async function events(tools: Tools): Promise<Figure[]> {
  const question = { side: 500, before: 300_000, seconds, perSecond: 200, refreshes: 15 }
  const lines = await tools.load<Event | Refresh>('patrol-live', question)
  const each = lines.filter((one) => one.kind === 'event')
  const whole = lines.filter((one) => one.kind === 'refresh')
  const ms = each.map((one) => one.ms)
  return [
    recorded(
      'in memory, without database and jobs, 250,000 cells, 300,000 events before: events at 200 a second',
      each.length,
      'events',
    ),
    recorded('event in to decayed count, Gi* and decision: p50', median(ms), 'ms'),
    atMost('  p99', quantile(ms, 0.99), 'ms', 20),
    recorded('  longest', Math.max(...ms), 'ms'),
    recorded(
      '  its own work alone, without waiting for its turn: p99',
      quantile(
        each.map(({ work }) => work),
        0.99,
      ),
      'ms',
    ),
    atMost('  answers that are no number', each.filter(({ finite }) => !finite).length, 'events', 0),
    atMost(
      'whole map of 250,000 cells: decayed counts, Gi* and q: median',
      median(whole.map((one) => one.ms)),
      'ms',
      250,
    ),
    recorded('  longest', Math.max(...whole.map((one) => one.ms)), 'ms'),
  ]
}

/**
 * A day in each square. The four busiest squares of London that touch have 2.3 each (`bench -- patrol-patterns` says how that is
 * known, and what is found in them and in others); 0.74 is the mean of the 144 busiest.
 */
const busiest = 2.3
const usual = [0.5, 0.74, 1, 1.5, 2, busiest, 3] as const

async function rises(tools: Tools): Promise<Figure[]> {
  const kinds = [
    { name: 'even', mean: 0.5 },
    { name: 'uneven', mean: 0.5 },
  ]
  const of = [...usual.map((mean) => ({ mean, times: 3 })), { mean: 1, times: 4 }]
  const [none, nulls] = [
    { maps: 0, days: 2, weeks: 13, kinds: [] },
    { maps, days: 2, weeks: 13, kinds },
  ]
  // Counts and not times, so that both processors may work.
  const lines = await Promise.all([
    tools.load<Null | Rise>('patrol-rises', { seed: 1, nulls, rises: { worlds, weeks: 52, of: [] } }),
    tools.load<Null | Rise>('patrol-rises', { seed: 1, nulls: none, rises: { worlds, weeks: 52, of } }),
  ])
  return lines.flat().flatMap((line) => {
    if (line.question === 'rise') {
      const name = `${line.times}-fold rise in 4 of 400 cells, ${line.mean} a day usual: found by the second day, at each event`
      const found = 100 * line.dayTwo
      return [
        line.times === 3 && line.mean === busiest ? atLeast(name, found, '%', 80) : recorded(name, found, '%'),
        recorded('  on the first day', 100 * line.dayOne, '%'),
      ]
    }
    const what = `${line.maps} null maps of 400 cells, ${line.name}, ${line.mean} a day: events that alarm in 365 days`
    const aYear = (line.alarms * 365) / (line.maps * line.days)
    return [atMost(what, aYear, 'events', 1), recorded('  maps with an alarm in two days', line.alarmed, 'maps')]
  })
}

/** The daily scan with means that are known, for comparison: the same budget, zones of blocks instead of the nearest. */
const scanned = (): Figure[] =>
  [1, 1.5, 2].flatMap((mean) =>
    [false, true].map((blocks) => {
      const zones = blocks ? { nearest: 1, longest: 2, blocks } : { nearest: 10, longest: 3 }
      const world = { side: 20, means: () => mean, history: 3, baselines: 'known', seed: 8, ...zones } as const
      const name = blocks ? 'blocks of 1, 4 and 9, 2 days' : 'the 10 nearest, 3 days'
      return recorded(
        `the same by a scan a day, ${name}, ${mean} a day usual`,
        100 * riseFound(world, Math.min(worlds, 60), 3).dayTwo,
        '%',
      )
    }),
  )

export default defineBench({
  name: 'patrol-live',
  claim:
    'In memory an event changes counts, Gi* and the decision on a rise within milliseconds; a report over HTTP is decided on within half a second of being counted, and on map and sheet within two; decisions at each event cry wolf at most once a year.',
  async run(tools) {
    const live = await events(tools)
    tools.say('maps on which nothing is going on, and rises: a minute or two')
    const found = [...(await rises(tools)), ...scanned()]
    tools.say('reports over HTTP')
    return [...live, ...found, ...(await newReports(tools))]
  },
})

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { install } from '../test/support/installation.ts'
import { atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'
import type { Report } from './panic/collect.ts'
import { readPartners } from './panic/partners.ts'
import { fillRegister } from './register/fill.ts'

const small = 10_000
const large = Number(process.env.RINGBACK_BENCH_LISTED ?? 5_000_000)
/** One after the other, so that what is timed is a report and not a queue. */
const load = { seconds: 60, perSecond: 4, ways: [['handler', 1]] }
const rounds = 2
const most = 1.2

type Cost = { readonly accepted: number; readonly blocked: number; readonly open: number }

async function run(tools: Tools): Promise<readonly Figure[]> {
  const site = await install({ LOG_LEVEL: 'warn' })
  const owner = new pg.Client(site.ownerUrl())
  try {
    await owner.connect()
    const partners = await readPartners(owner)
    const operators = partners.slugs('operator').length
    let from = 0
    const measure = async (): Promise<Cost> => {
      const reports = await tools.load<Report>('panic', { origin: `http://localhost:${site.port}`, ...load, from })
      from += load.seconds * load.perSecond
      return costOf(owner, reports, operators)
    }
    await measure() // warm-up
    await fillRegister(owner, 0, small, tools.say)
    const before = await several(measure)
    await fillRegister(owner, small, large, tools.say)
    await pause(10_000) // what the fill left to the disk
    await measure()
    const after = await several(measure)
    return figures(before, after)
  } finally {
    await owner.end()
    await site.stop()
  }
}

async function several(measure: () => Promise<Cost>): Promise<Cost[]> {
  const costs: Cost[] = []
  for (let round = 0; round < rounds; round++) costs.push(await measure())
  return costs
}

/** Medians of one load: until the answer, and until the last operator's signed receipt. */
async function costOf(owner: pg.Client, reports: readonly Report[], operators: number): Promise<Cost> {
  await pause(10_000)
  const { rows } = await owner.query<{ stream: string; at: number; many: number }>(
    `select a.stream, extract(epoch from max(r.received_at))::float8 * 1000 as at, count(*)::int as many
     from action a join receipt r on r.action = a.id
     where a.kind = 'block-handset' and a.stream = any($1) group by a.stream`,
    [reports.map((one) => `case/${one.case}`)],
  )
  const blocked = new Map(rows.filter(({ many }) => many === operators).map(({ stream, at }) => [stream, at]))
  return {
    open: reports.length - blocked.size,
    accepted: quantile(
      reports.map(({ sent, accepted }) => (accepted ?? Number.POSITIVE_INFINITY) - sent),
      0.5,
    ),
    blocked: quantile(
      reports.flatMap(({ case: theft, sent }) => {
        const at = blocked.get(`case/${theft}`)
        return at === undefined ? [] : [at - sent]
      }),
      0.5,
    ),
  }
}

function figures(before: readonly Cost[], after: readonly Cost[]): Figure[] {
  const rows = (['accepted', 'blocked'] as const).flatMap((what) => {
    const [few, many] = [before, after].map((costs) => median(costs.map((cost) => cost[what])))
    const name = what === 'accepted' ? 'until it is taken' : 'until all operators have blocked it'
    return [
      recorded(`a report ${name}, ${small} listed, p50`, few ?? Number.NaN, 'ms'),
      recorded(`a report ${name}, ${large} listed, p50`, many ?? Number.NaN, 'ms'),
      within(`a report ${name}: ${large} to ${small} listed`, (many ?? Number.NaN) / (few ?? Number.NaN)),
    ]
  })
  const open = [...before, ...after].reduce((sum, cost) => sum + cost.open, 0)
  return [...rows, atMost('reports that not every operator had blocked ten seconds after the last', open, 'reports', 0)]
}

/** Faster is as odd as slower: then the two were not alike. */
const within = (name: string, ratio: number): Figure => ({
  ...recorded(name, ratio, 'ratio'),
  bar: `${2 - most} to ${most}`,
  holds: ratio <= most && ratio >= 2 - most,
})

export default defineBench({
  name: 'register-size',
  claim: 'What a report costs does not grow with the number of listed handsets: 10,000 and 5,000,000 within 20%.',
  run,
})

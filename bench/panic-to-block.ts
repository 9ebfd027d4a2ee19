import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { install } from '../test/support/installation.ts'
import { atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'
import { collect, type Report } from './panic/collect.ts'
import { faults, type Partners, readPartners } from './panic/partners.ts'

const delay = { delayMs: [20, 500], errorRate: 0.01 } as const
const down = ['demo-o2', 'demo-hsbc']
const owners = 240
const warmUpSeconds = 30
const burst = { seconds: 600, perSecond: 8.34 } // 5,000 in ten minutes
const pageRush = { seconds: 60, perSecond: 50 }

/** Shorter for a first look: RINGBACK_BENCH_SHARE=0.1. What was run stands in the figures. */
const share = Number(process.env.RINGBACK_BENCH_SHARE ?? '1')

async function run(tools: Tools): Promise<readonly Figure[]> {
  const site = await install({ LOG_LEVEL: 'warn' })
  const owner = new pg.Client(site.ownerUrl())
  try {
    await owner.connect()
    const partners = await readPartners(owner)
    const origin = `http://localhost:${site.port}`
    tools.say(`${owners} owners prepare, by the pages`)
    const cards = await tools.load<{ line: string; card: string }>('enrol', {
      ...{ origin, notify: partners.of('demo-notify'), lines: owners, banks: partners.slugs('bank') },
    })
    const load = (input: object) => tools.load<Report>('panic', { origin, ...input })
    const warm = [['handler', 1]]
    await load({ seconds: warmUpSeconds, perSecond: 2, ways: warm, from: 900_000 })

    tools.say('Burst: partners slow, 1% errors, one operator and one bank down')
    await faults(partners, delay, down)
    const seconds = Math.round(burst.seconds * share)
    const ways = [
      ['handler', 72],
      ['phone', 13], // 723 of the 760 numbers that are free for fiction: one that came twice would join its own case
      ['card', 5],
    ]
    const reports = await load({ seconds, perSecond: burst.perSecond, ways, from: 0, cards })
    await settled(owner, down)
    const figures = await collect(owner, partners, reports, down)

    tools.say('The operator and the bank come back')
    const caughtUp = await comeBack(owner, partners)

    tools.say('Report page at 50 a second')
    const rush = await load({
      ...pageRush,
      seconds: Math.round(pageRush.seconds * share),
      ways: [['claim', 1]],
      from: 1_000,
    })
    const drainMs = await drained(owner)
    return [
      recorded('reports in the burst', reports.length, 'reports'),
      recorded('reports a second', burst.perSecond, '/s'),
      ...figures,
      atMost('the returning operator and bank have all that they were owed after', caughtUp / 1000, 's', 60),
      ...rushFigures(rush, drainMs),
    ]
  } finally {
    await owner.end()
    await site.stop()
  }
}

function rushFigures(rush: readonly Report[], drainMs: number): Figure[] {
  const good = rush.filter(({ status }) => status === 200)
  const ms = good.flatMap(({ pressed, first }) => (pressed && first ? [first - pressed] : []))
  const opened = good.flatMap((one) => (one.opened ? [one.opened - one.sent] : []))
  return [
    recorded('report page: reports sent in the rush', rush.length, 'reports'),
    atMost('report page: not taken', rush.length - good.length, 'reports', 0),
    recorded('report page at 50 a second, opened: p50', median(opened), 'ms'),
    atMost('report page at 50 a second, opened: p95', quantile(opened, 0.95), 'ms', 2000),
    recorded('report page at 50 a second, sent and answered: p50', median(ms), 'ms'),
    atMost('report page at 50 a second, sent and answered: p95', quantile(ms, 0.95), 'ms', 2000),
    recorded('report page: what it owed was done after the last report', drainMs / 1000, 's'),
  ]
}

const owedTo = async (owner: pg.Client, others: readonly string[], theirs: boolean): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(
    `select (select count(*)::int from owed) + (select count(*)::int from action
     where state = 'owed' and not standing and (partner = any($1)) = $2) as n`,
    [others, theirs],
  )
  return rows[0]?.n ?? 0
}

const longestWaitMs = 300_000

/** Waits until nothing is owed to partners that answer; returns how long. */
async function waitFor(left: () => Promise<number>): Promise<number> {
  const began = Date.now()
  while (Date.now() - began < longestWaitMs) {
    if ((await left()) === 0) return Date.now() - began
    await pause(250)
  }
  return longestWaitMs
}
const settled = (owner: pg.Client, away: readonly string[]) => waitFor(() => owedTo(owner, away, false))
const drained = (owner: pg.Client) => waitFor(() => owedTo(owner, [], false))

async function comeBack(owner: pg.Client, partners: Partners): Promise<number> {
  await faults(partners, {}, [])
  return waitFor(() => owedTo(owner, down, true))
}

export default defineBench({
  name: 'panic-to-block',
  claim:
    'From a report to the signed answer of every operator and of the victim’s own banks, with slow and faulty partners and two of them down: p99 below 5 s.',
  run,
})

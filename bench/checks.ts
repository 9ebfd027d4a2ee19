import { permutationTest } from './checks/permutation-test.ts'
import { startServer } from './checks/start-server.ts'
import { makeWorld } from './checks/world.ts'
import { atLeast, atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'

const listed = Number(process.env.RINGBACK_BENCH_LISTED ?? 1_000_000)
/** A shorter look: `RINGBACK_BENCH_SHARE=0.1`. */
const share = Number(process.env.RINGBACK_BENCH_SHARE ?? 1)
const some = (many: number) => Math.max(1, Math.round(many * share))

type Line = {
  readonly what: string
  readonly answers: number
  readonly handsets: number
  readonly wrong: number
  readonly ms: number
  /** Processor time (ms). */
  readonly server: number
  readonly postgres: number
  readonly size: number
  readonly stolenPercent: number
}

const perSecond = ({ answers, ms }: Line) => (1000 * answers) / ms

export default defineBench({
  name: 'checks',
  claim:
    'Partners check 1,500 handsets a second one by one, an officer 1,000 in one call within 300 ms, a dealer ten million a day; no check is stale, and none tells by its time.',
  async run(tools) {
    const { ownerUrl, serverUrl } = await tools.database()
    const world = await makeWorld(ownerUrl, listed, tools.say)
    const whole = await startServer('whole', serverUrl, tools.receipts)
    const bare = await startServer('bare', serverUrl, tools.receipts)
    try {
      const ports = { whole: whole.port, bare: bare.port, server: whole.pid }
      return [
        recorded('handsets reported', listed, 'handsets'),
        ...(await rates(tools, { ...world, ...ports })),
        ...(await freshness(tools, { ...world, ...ports })),
        ...(await oracle(tools, ports)),
      ]
    } finally {
      await Promise.all([whole.stop(), bare.stop()])
    }
  },
})

async function rates(tools: Tools, world: object): Promise<Figure[]> {
  tools.say('how many checks a second')
  const lines = await tools.load<Line>('checks', {
    ...world,
    ...{ listed, connections: 64, rounds: some(5), seconds: 4 * Math.max(share, 0.5), calls: some(40) },
  })
  const of = (what: string) => lines.filter((line) => line.what === what)
  const [bare, checks] = [of('bare').map(perSecond), of('check').map(perSecond)]
  const times = (what: string) => of(what).map(({ ms }) => ms)
  return [
    recorded('bare node:http and one indexed look-up', median(bare), '/s'),
    atLeast('status check by a partner, 5% reported', median(checks), '/s', 1500),
    recorded(
      'the second to the first, median of the rounds',
      median(checks.map((rate, at) => rate / (bare[at] ?? 0))),
      'ratio',
    ),
    ...of('mix').map((line) => recorded(`the same, ${line.stolenPercent}% reported`, perSecond(line), '/s')),
    ...(['server', 'postgres'] as const).map((who) =>
      recorded(`processor time of one, ${who}`, median(of('check').map((line) => line[who] / line.answers)), 'ms'),
    ),
    atMost(
      'wrong answers',
      lines.reduce((all, { wrong = 0 }) => all + wrong, 0),
      'answers',
      0,
    ),
    recorded('at 1,500 a second, p50', quantile(times('at-1500'), 0.5), 'ms'),
    atMost('at 1,500 a second, p99', quantile(times('at-1500'), 0.99), 'ms', 30),
    recorded('at 70% of that rate, p50', quantile(times('at-70%'), 0.5), 'ms'),
    recorded('at 70% of that rate, p99', quantile(times('at-70%'), 0.99), 'ms'),
    ...[0, 10, 100].flatMap((percent) => officer(percent, lines)),
    ...of('dealer').map((line) =>
      atLeast(`dealer, in calls of ${line.size}: handsets a second`, (1000 * line.handsets) / line.ms, '/s', 116),
    ),
  ]
}

function officer(percent: number, lines: readonly Line[]): Figure[] {
  const times = lines.filter((one) => one.what === 'officer' && one.stolenPercent === percent).map(({ ms }) => ms)
  const name = `officer, 1,000 in one call, ${percent}% reported`
  return [recorded(`${name}, p50`, median(times), 'ms'), atMost(`${name}, p95`, quantile(times, 0.95), 'ms', 300)]
}

async function freshness(tools: Tools, world: object): Promise<Figure[]> {
  tools.say('report, then check')
  const pairs = await tools.load<{ report: number; check: number; stale: boolean }>('read-own-writes', {
    ...{ ...world, pairs: some(10_000), sideBySide: 6 },
  })
  return [
    recorded('a report, then at once a check by dealer and officer', pairs.length, 'pairs'),
    atMost('stale among them', pairs.filter(({ stale }) => stale).length, 'pairs', 0),
    recorded('of them the report, p50', median(pairs.map(({ report }) => report)), 'ms'),
    recorded('of them both checks, p50', median(pairs.map(({ check }) => check)), 'ms'),
  ]
}

/** Chance gives one run in three hundred a pair below this. */
const toldByChance = 0.001

async function oracle(tools: Tools, ports: object): Promise<Figure[]> {
  tools.say('whether a buyer learns anything from how long it takes')
  const seen = await tools.load<{ kind: string; ms: number }>('oracle', {
    ...{ ...ports, listed, each: some(2000), sideBySide: 6 },
  })
  const of = (kind: string) => seen.filter((one) => one.kind === kind).map(({ ms }) => ms)
  const pairs = [['registered', 'unknown'] as const, ['stolen', 'unknown'] as const, ['stolen', 'registered'] as const]
  return pairs.flatMap(([one, other]) => [
    recorded(`buyer, ${one} and ${other}: medians differ by`, 1000 * (median(of(one)) - median(of(other))), 'µs'),
    atLeast(
      `buyer, ${one} and ${other}: as far apart by chance`,
      permutationTest(of(one), of(other)),
      'p',
      toldByChance,
    ),
  ])
}

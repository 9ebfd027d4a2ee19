import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { install } from '../test/support/installation.ts'
import { noNats, openNatsCluster } from '../test/support/nats-cluster.ts'
import { startNode } from './eir/start-node.ts'
import { atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'
import { addOperators } from './register/operators.ts'

/** Shorter for a first look: RINGBACK_BENCH_SHARE=0.1. What was run stands in the figures. */
const share = Number(process.env.RINGBACK_BENCH_SHARE ?? '1')
const operators = 14
const reports = Math.ceil((10_000 * share) / operators)
const listed = Math.round(100_000_000 * share)

type Report = { readonly accepted: number; readonly refused: readonly number[]; readonly stale: number }
type Start = { readonly ms: number; readonly missed: number; readonly residentMb: number }

/** The same over NATS, with fewer reports. */
const reportsOverNats = Math.ceil(reports / 3)

type Way = { readonly over: string; readonly reports: number; readonly natsUrls?: readonly string[] }

async function reportToRefusal(tools: Tools, folder: string, { over, reports, natsUrls }: Way): Promise<Figure[]> {
  const site = await install({ LOG_LEVEL: 'warn', ...(natsUrls && { NATS_URL: natsUrls.join(',') }) })
  const owner = new pg.Client(site.ownerUrl())
  const nodes: Awaited<ReturnType<typeof startNode>>[] = []
  try {
    await owner.connect()
    const feedKey = (await (await fetch(`${site.origin}/api/blocklist/key`)).text()).trim()
    const ledgerKey = (await site.ringback('seal', '--show-key')).out.trim()
    const where = { centre: site.origin, feedKey, ledgerKey, natsUrls }
    for (const client of await addOperators(site, operators))
      nodes.push(await startNode(client, { ...where, folder: join(folder, client.slug) }))
    if (natsUrls) await Promise.all(nodes.map(untilOverNats))
    const run = async (count: number, from: number) => {
      const { rows } = await owner.query<{ n: string }>('select coalesce(max(last), 0) + 1 as n from list_piece')
      const [origin, first] = [`http://localhost:${site.port}`, Number(rows[0]?.n)]
      const ports = nodes.map(({ port, healthPort }) => ({ port, healthPort }))
      return tools.load<Report>('nodes', { origin, nodes: ports, reports: count, perSecond: 5, from, first })
    }
    await run(20, 900_000)
    tools.say(`${reports} reports, ${operators} nodes that answer, ${over}`)
    const found = await run(reports, 0)
    if (found.length !== reports) throw new Error(`Of ${reports} reports the load told of ${found.length}.`)
    return [...refusals(found, over), ...memory(nodes, over)]
  } finally {
    for (const node of nodes) await node.stop()
    await owner.end()
    await site.stop()
  }
}

/** A node leans on NATS once it has come back from asking over HTTP. */
async function untilOverNats({ healthPort }: { readonly healthPort: number }): Promise<void> {
  for (const end = performance.now() + 120_000; performance.now() < end; await pause(200)) {
    const metrics = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()
    if (/^ringback_eir_feed_over_nats 1$/m.test(metrics)) return
  }
  throw new Error('A node did not come to lean on NATS within two minutes.')
}

function refusals(found: readonly Report[], over: string): Figure[] {
  const lags = found.flatMap(({ accepted, refused }) => refused.map((at) => at - accepted))
  const slowest = found.map(({ accepted, refused }) => Math.max(...refused) - accepted)
  const sum = (of: (report: Report) => number) => found.reduce((all, one) => all + of(one), 0)
  const stale = sum((one) => one.stale)
  const missing = sum((one) => operators - one.refused.length - one.stale)
  return [
    recorded(`report accepted → a node refuses the handset, ${over}: p50`, median(lags), 'ms'),
    atMost(`report accepted → a node refuses the handset, ${over}: p99`, quantile(lags, 0.99), 'ms', 1000),
    atMost(`report accepted → every node refuses the handset, ${over}: p99`, quantile(slowest, 0.99), 'ms', 1000),
    recorded(`questions to a node that says it has the change, ${over}`, lags.length + stale, 'questions'),
    atMost(`of them answered as before, ${over}`, stale, 'answers', 0),
    atMost(`nodes that did not refuse within 30 s, ${over}`, missing, 'nodes', 0),
  ]
}

const memory = (nodes: readonly { residentMb(): number }[], over: string): Figure[] => [
  recorded(`nodes, a process each, ${over}`, nodes.length, 'nodes'),
  recorded(`memory of a node that lists little, ${over}`, median(nodes.map((node) => node.residentMb())), 'MB'),
]

/** Beside HTTP, over three servers of a cluster; where there are none that part is left out, and says so. */
async function overNats(tools: Tools, folder: string): Promise<Figure[]> {
  if (noNats) {
    tools.say(noNats)
    return []
  }
  await using opened = new AsyncDisposableStack()
  const { urls: natsUrls } = await openNatsCluster({ after: (end) => opened.defer(end) })
  return await reportToRefusal(tools, folder, { over: 'over NATS', reports: reportsOverNats, natsUrls })
}

async function restart(tools: Tools, folder: string): Promise<Figure[]> {
  tools.say(`${listed} handsets on disk, and a node that starts from there`)
  const input = { listed, tacs: Math.max(1, Math.round(listed / 1000)), folder: join(folder, 'long'), starts: 3 }
  const starts = await tools.load<Start>('restart', input)
  const of = `${listed / 1_000_000} M blocked`
  return [
    atMost(
      `${of}: a node starts from its disk until it answers, slowest of three`,
      Math.max(...starts.map(({ ms }) => ms)) / 1000,
      's',
      10,
    ),
    atMost(`${of}: of 1,000 listed, not refused`, Math.max(...starts.map(({ missed }) => missed)), 'handsets', 0),
    recorded(`${of}: memory of the node`, Math.max(...starts.map(({ residentMb }) => residentMb)), 'MB'),
  ]
}

export default defineBench({
  name: 'nodes',
  claim:
    'A reported handset is refused by the node of every operator within a second, and a node that lists a hundred million is back in ten.',
  async run(tools) {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
    try {
      return [
        ...(await reportToRefusal(tools, join(folder, 'http'), { over: 'over HTTP', reports })),
        ...(await overNats(tools, join(folder, 'nats'))),
        ...(await restart(tools, folder)),
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { install } from '../test/support/installation.ts'
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

async function reportToRefusal(tools: Tools, folder: string): Promise<Figure[]> {
  const site = await install({ LOG_LEVEL: 'warn' })
  const owner = new pg.Client(site.ownerUrl())
  const nodes: Awaited<ReturnType<typeof startNode>>[] = []
  try {
    await owner.connect()
    const feedKey = (await (await fetch(`${site.origin}/api/blocklist/key`)).text()).trim()
    for (const client of await addOperators(site, operators))
      nodes.push(await startNode(client, { centre: site.origin, feedKey, folder: join(folder, client.slug) }))
    const run = async (count: number, from: number) => {
      const { rows } = await owner.query<{ n: string }>('select coalesce(max(last), 0) + 1 as n from list_piece')
      const [origin, first] = [`http://localhost:${site.port}`, Number(rows[0]?.n)]
      const ports = nodes.map(({ port, healthPort }) => ({ port, healthPort }))
      return tools.load<Report>('nodes', { origin, nodes: ports, reports: count, perSecond: 5, from, first })
    }
    await run(20, 900_000)
    tools.say(`${reports} reports, ${operators} nodes that answer`)
    const found = await run(reports, 0)
    const lags = found.flatMap(({ accepted, refused }) => refused.map((at) => at - accepted))
    const slowest = found.map(({ accepted, refused }) => Math.max(...refused) - accepted)
    const sum = (of: (report: Report) => number) => found.reduce((all, one) => all + of(one), 0)
    return [
      recorded('nodes, a process each', operators, 'nodes'),
      recorded('report accepted → a node refuses the handset: p50', median(lags), 'ms'),
      atMost('report accepted → a node refuses the handset: p99', quantile(lags, 0.99), 'ms', 1000),
      atMost('report accepted → every node refuses the handset: p99', quantile(slowest, 0.99), 'ms', 1000),
      recorded('questions to a node that says it has the change', lags.length + sum(({ stale }) => stale), 'questions'),
      atMost(
        'of them answered as before',
        sum(({ stale }) => stale),
        'answers',
        0,
      ),
      atMost(
        'nodes that did not refuse within 30 s',
        sum((one) => operators - one.refused.length - one.stale),
        'nodes',
        0,
      ),
      recorded('memory of a node that lists little', median(nodes.map((node) => node.residentMb())), 'MB'),
    ]
  } finally {
    for (const node of nodes) await node.stop()
    await owner.end()
    await site.stop()
  }
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
      return [...(await reportToRefusal(tools, folder)), ...(await restart(tools, folder))]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

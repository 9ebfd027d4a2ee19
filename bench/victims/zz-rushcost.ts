// CPU seconds a report by part
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { addClient } from '#http/sign-in/partner-client'
import { openDatabase } from '#platform/database'
import { tokenFor } from '../checks/caller.ts'
import { defineBench, quantile, recorded, runBench } from '../frame.ts'
import { readPartners } from '../panic/partners.ts'
import { openParts } from './parts.ts'

const ticks = (pid: number) => {
  const s = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const f = s.slice(s.lastIndexOf(')') + 2).split(' ')
  return {
    user: Number(f[11]),
    sys: Number(f[12]),
    ppid: Number(f[1]),
    cmd: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
  }
}
const all = () =>
  readdirSync('/proc')
    .filter((n) => /^\d+$/.test(n))
    .flatMap((n) => {
      try {
        return [{ pid: Number(n), ...ticks(Number(n)) }]
      } catch {
        return []
      }
    })
function cpu() {
  const ps = all()
  const sum = (f: (p: any) => boolean) => ps.filter(f).reduce((a, p) => a + p.user + p.sys, 0) / 100
  const mine = new Set([process.pid])
  for (let i = 0; i < 4; i++) for (const p of ps) if (mine.has(p.ppid)) mine.add(p.pid)
  const pgm = ps
    .filter((p) => mine.has(p.pid))
    .filter((p) => /postgres/.test(p.cmd) && !/node/.test(String(p.cmd.split('\0')[0])))
  return {
    serve: sum((p) => mine.has(p.pid) && /main.ts\0serve/.test(String(p.cmd))),
    pg: pgm.reduce((a, p) => a + p.user + p.sys, 0) / 100,
  }
}
const seconds = Number(process.argv[2] ?? 20),
  perSecond = Number(process.argv[3] ?? 20),
  prof = String(process.argv[4]) === 'prof'
if (prof) process.env.RINGBACK_BENCH_PROFILE = 'serve'
const bench = defineBench({
  name: 'rush-cost',
  claim: '',
  run: async (tools) => {
    const parts = await openParts(tools, Number(process.env.SERVERS ?? 1))
    const owner = new pg.Client(parts.ownerUrl)
    await owner.connect()
    try {
      for (const part of ['simulators', 'serve'] as const) parts.start(part)
      await parts.ready('serve', async () => (await fetch(`${parts.origin}/readyz`)).status === 200)
      await parts.ready('simulators', async () => (await readPartners(owner)).slugs('bank').length > 0)
      await pause(2000)
      const database = openDatabase<any>(parts.ownerUrl, { max: 1 })
      const clients = []
      for (let n = 0; n < 12; n++) clients.push(await addClient(database.kysely, 'demo-met'))
      await database.close()
      const tokens = await Promise.all(clients.map((one) => tokenFor(parts.port, one)))
      await parts.stop('simulators')
      await tools.load('rush', {
        port: parts.port,
        byHandler: 20,
        seconds: 10,
        perSecond,
        firstLine: 60_000,
        cards: [],
        tokens,
      })
      const a = cpu()
      const cu0 = childCpu()
      const reports = await tools.load<any>('rush', {
        port: parts.port,
        byHandler: Number(process.env.HANDLER ?? 20),
        seconds,
        perSecond,
        firstLine: 0,
        cards: [],
        tokens,
      })
      const b = cpu()
      const cu1 = childCpu()
      const n = reports.length,
        bad = reports.filter((r) => r.why)
      console.log(bad.slice(0, 3))
      console.log(
        `n ${n} bad ${bad.length}; serve ${((1000 * (b.serve - a.serve)) / n).toFixed(2)} ms, pg ${((1000 * (b.pg - a.pg)) / n).toFixed(2)} ms, load ${((1000 * (cu1 - cu0)) / n).toFixed(2)} ms a report; p50 ${quantile(
          reports.flatMap((r) => r.ms),
          0.5,
        )} p95 ${quantile(
          reports.flatMap((r) => r.ms),
          0.95,
        )}`,
      )
      return [recorded('n', n, 'r')]
    } finally {
      await owner.end()
      await parts.stopAll()
    }
  },
})
function childCpu() {
  const f = readFileSync(`/proc/${process.pid}/stat`, 'utf8')
  const x = f.slice(f.lastIndexOf(')') + 2).split(' ')
  return (Number(x[13]) + Number(x[14])) / 100
}
await runBench(bench, new Date().toISOString())

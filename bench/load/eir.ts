// Asks the servers of bench/eir, from a process and a processor of its own. One NDJSON line a measurement: when it began
// (ms since the epoch), how many answers in how many ms, and the processor time that the server took for them.
import { connect as connectHttp2 } from 'node:http2'
import { fileURLToPath } from 'node:url'
import { blockedKey, freeKey } from '../eir/keys.ts'
import { cpuMs, pinned, startServer } from '../eir/processors.ts'
import { askAsFastAsItGoes, askAtRate, type Question } from '../eir/raw-client.ts'

type Input = { listed: number; rounds: number; seconds: number; connections: number }
const { listed, rounds, seconds, connections } = JSON.parse(process.argv[2] ?? '{}') as Input
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const say = (line: object) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`)

const programs = {
  bare: [process.execPath, here('../eir/server.ts'), 'bare'],
  node: [process.execPath, here('../eir/server.ts'), 'node', String(listed)],
  nginx: [process.execPath, here('../eir/nginx.ts')],
  bun: [process.env.BUN ?? 'bun', here('../eir/bun-node.ts'), String(listed)],
}
type Kind = keyof typeof programs

const start = async (kind: Kind) => ({ kind, ...(await startServer(programs[kind])) })

const path = (pei: string, n: number) =>
  `/n5g-eir-eic/v1/equipment-status?pei=${pei}&supi=imsi-00101${String(n % 1e10).padStart(10, '0')}`
const peiOf = (key: number, n: number) => (n % 2 ? `imei-${key}0` : `imeisv-${key}07`)
const head = 'Host: eir.5gc.mnc001.mcc001.3gppnetwork.org\r\nAccept: application/json, application/problem+json\r\n'

/** One in a thousand is blocked. What a bare server answers is not looked at. */
const isHit = (n: number) => n % 1000 === 0
const keyAsked = (n: number) => (isHit(n) ? blockedKey((n * 97) % listed) : freeKey(n * 31))
const asked = Array.from({ length: 200_000 }, (_, n) => path(peiOf(keyAsked(n), n), n))
const questions: Question[] = asked.map((target, n) => ({
  bytes: Buffer.from(`GET ${target} HTTP/1.1\r\n${head}\r\n`),
  status: isHit(n) ? 200 : 404,
}))
const unchecked = questions.map(({ bytes }) => ({ bytes, status: 0 }))
const batches: Question[] = Array.from({ length: 500 }, (_, batch) => {
  const peis = Array.from({ length: 100 }, (_, n) => peiOf(keyAsked(batch * 100 + n), n))
  const body = JSON.stringify({ peis })
  const fields = `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  return { bytes: Buffer.from(`POST /ringback/v1/equipment-statuses HTTP/1.1\r\n${fields}\r\n${body}`), status: 200 }
})

type Server = Awaited<ReturnType<typeof start>>

async function measure(what: string, { pid, port }: Server, from: readonly Question[], round: number) {
  let before = 0
  const measured = await askAsFastAsItGoes(port, from, {
    ...{ connections, ms: seconds * 1000, warmUpMs: round === 0 ? 3000 : 200 },
    onStart: () => {
      before = cpuMs(pid)
    },
  })
  say({ what, round, pinned, ...measured, cpuMs: cpuMs(pid) - before })
  return (1000 * measured.answers) / measured.ms
}

/** As many streams at once as there would be connections. The client is node's own and about as slow as the server. */
async function measureHttp2({ port, pid }: Server) {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  let [answers, n, running] = [0, 0, true]
  const next = () => {
    const stream = session.request({ ':path': asked[n++ % asked.length] ?? '' })
    stream.resume().on('end', () => {
      answers += 1
      if (running) next()
    })
  }
  for (let one = 0; one < connections; one++) next()
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const [began, before, cpu] = [performance.now(), answers, cpuMs(pid)]
  await new Promise((resolve) => setTimeout(resolve, 4000))
  say({ what: 'http2', answers: answers - before, ms: performance.now() - began, cpuMs: cpuMs(pid) - cpu })
  running = false
  session.destroy()
}

const node = await start('node')
const bare = await start('bare')
const rates: number[] = []
for (let round = 0; round < rounds; round++) {
  // Each is first in turn: what one leaves behind in the processor strikes both alike.
  const order = round % 2 === 0 ? [bare, node] : [node, bare]
  for (const server of order) {
    const rate = await measure(server.kind, server, server === node ? questions : unchecked, round)
    if (server === node) rates.push(rate)
  }
}
const usual = rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0
const took = await askAtRate(node.port, questions, {
  ...{ connections, perSecond: 0.7 * usual, ms: 8000, warmUpMs: 2000 },
})
took.sort((a, b) => a - b)
const at = (share: number) => took[Math.ceil(took.length * share) - 1] ?? Number.NaN
say({ what: 'latency', perSecond: 0.7 * usual, answers: took.length, p50: at(0.5), p99: at(0.99), most: at(1) })
await measureHttp2(node)
await measure('batch', node, batches, 1)

/** Servers of others, where they are installed. What they answer is not compared: nginx always says the same. */
for (const kind of ['nginx', 'bun'] as const) {
  const server = await start(kind).catch(() => undefined)
  if (!server) continue
  for (let round = 0; round < Math.min(5, rounds); round++)
    await measure(kind, server, kind === 'bun' ? questions : unchecked, round)
  server.stop()
}
node.stop()
bare.stop()

// Looks keys up in a server that others would keep them in, for bench/plane: Redis (GET) or PostgreSQL (a primary key), over
// loopback with 16 questions under way. One NDJSON line: bytes that it takes, how long it took to fill (ms), look-ups a second.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { handsets, questions } from '../plane/handsets.ts'

type Input = { what: 'redis' | 'postgres'; listed: number; tacs: number; looks: number; url?: string }
type Server = { readonly bytes: number; readonly look: (key: number) => Promise<boolean>; readonly stop: () => unknown }

const { what, listed, tacs, looks, url = '' } = JSON.parse(process.argv[2] ?? '{}') as Input
const underWay = 16

/** Commands over one connection, answered in their order. Knows the replies that it gets: +, $ and errors. */
function speak(socket: Socket) {
  const waiting: ((reply: string | undefined) => void)[] = []
  let rest = ''
  socket.setEncoding('latin1').on('data', (data: unknown) => {
    rest += data
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const head = rest.slice(0, end)
      const length = head.startsWith('$') ? Number(head.slice(1)) : -1
      if (head.startsWith('-')) throw new Error(head)
      if (length >= 0 && rest.length < end + length + 4) return
      rest = rest.slice(end + 2 + (length >= 0 ? length + 2 : 0))
      waiting.shift()?.(length >= 0 || head.startsWith('+') ? head : undefined)
    }
  })
  return (text: string) =>
    new Promise<string | undefined>((resolve) => {
      waiting.push(resolve)
      socket.write(text)
    })
}

async function redis(keys: Float64Array): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-redis-'))
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as { port: number }
  free.close()
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
    stdio: 'ignore',
  })
  await Promise.race([once(child, 'spawn'), once(child, 'exit')])
  let socket = connect(port, '127.0.0.1')
  while (!(await Promise.race([once(socket, 'connect').then(() => true), pause(200, false)]).catch(() => false))) {
    await pause(50)
    socket = connect(port, '127.0.0.1')
  }
  const say = speak(socket)
  for (let from = 0; from < keys.length; from += 1000) {
    const pairs = Array.from(keys.subarray(from, from + 1000), (key) => `${key} 3`).join(' ')
    await say(`MSET ${pairs}\r\n`)
  }
  socket.removeAllListeners('data')
  socket.write('INFO memory\r\n')
  const [info] = (await once(socket, 'data')) as [string]
  const sockets = await Promise.all(
    Array.from({ length: underWay }, async () => {
      const one = connect(port, '127.0.0.1').setNoDelay()
      await once(one, 'connect')
      return speak(one)
    }),
  )
  let turn = 0
  return {
    bytes: Number(/used_memory:(\d+)/.exec(info)?.[1]),
    look: async (key) => (await sockets[turn++ % underWay]?.(`GET ${key}\r\n`)) !== undefined,
    async stop() {
      child.kill()
      await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function postgres(keys: Float64Array): Promise<Server> {
  const pool = new pg.Pool({ connectionString: url, max: underWay })
  await pool.query('create table plane_bench (imei_key bigint, status smallint not null)')
  for (let from = 0; from < keys.length; from += 100_000)
    await pool.query('insert into plane_bench select unnest($1::bigint[]), 3', [
      [...keys.subarray(from, from + 100_000)],
    ])
  await pool.query('alter table plane_bench add primary key (imei_key)')
  await pool.query('vacuum (analyze) plane_bench')
  const { rows } = await pool.query("select pg_total_relation_size('plane_bench') as bytes")
  const text = 'select status from plane_bench where imei_key = $1'
  return {
    bytes: Number(rows[0].bytes),
    look: async (key) => (await pool.query({ name: 'look', text, values: [key] })).rows.length > 0,
    stop: () => pool.end(),
  }
}

const keys = handsets(listed, tacs)
const asked = questions(looks, keys, tacs)
const began = performance.now()
const { bytes, look, stop } = await { redis, postgres }[what](keys)
const madeMs = performance.now() - began
let [at, found] = [0, 0]
const run = async (until: number) => {
  while (at < until) if (await look(asked[at++] as number)) found += 1
}
const many = (until: number) => Promise.all(Array.from({ length: underWay }, () => run(until)))
await many(looks / 5)
const [start, from] = [performance.now(), at]
await many(looks)
const perSecond = ((at - from) * 1000) / (performance.now() - start)
console.log(JSON.stringify({ what, at: Date.now(), listed, bytes, madeMs, perSecond, found }))
await stop()

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { emptyBase } from '#lib/imei/plane/base'
import { silentLog } from '#platform/log'
import { ownPort } from '#test/support/ports'
import type { Step } from './list/lapses.ts'
import { listOver } from './list/shared-list.ts'
import type { Loaded, Source } from './list/source.ts'
import type { Attempt } from './readings/news.ts'
import type { Readings } from './readings/open-readings.ts'
import { runEir } from './run-eir.ts'

const path = '/n5g-eir-eic/v1/equipment-status'
const keys = { blocked: 49015420323751, tracked: 35693803564380, permitted: 35349006987331 }
const imeis = { blocked: '490154203237518', tracked: '356938035643809', permitted: '353490069873319' }

/** A list of three handsets, one of each status. */
function threeHandsets(now = Date.now) {
  const { list, plane } = emptyList(now)
  for (const [status, key] of Object.entries(keys)) list.set(key, [{ status: status as Step['status'] }])
  return { list, plane }
}

function emptyList(now = Date.now) {
  const { list, plane } = listOver(emptyBase().memory, [0, 0, 0, 0], now)
  return { list, plane: plane.memory }
}

type Given = { source?: Source; unknown?: 'unknown' | 'permitted'; drainMs?: number; now?: () => number }

/** A node that runs for as long as the test. */
async function openNode(t: TestContext, { source, unknown = 'unknown', drainMs = 500, now = Date.now }: Given = {}) {
  const stop = new AbortController()
  const attempts: Attempt[] = []
  const readings: Readings = {
    note: (attempt) => void attempts.push(attempt),
    tally: { delivered: 0, refused: 0, dropped: 0 },
    waiting: () => 0,
    close: async () => {},
  }
  let reload = () => {}
  const { list, plane } = threeHandsets(now)
  const listening = Promise.withResolvers<{ port: number; healthPort: number }>()
  const ended = runEir({
    source: source ?? { load: async () => ({ list, plane, asOf: now() - 60_000 }) },
    ...{ host: '127.0.0.1', port: 0, healthPort: 0, unknown, readings, now, drainMs },
    say: silentLog(),
    signal: stop.signal,
    onReload: (again) => {
      reload = again
    },
    onListening: listening.resolve,
  })
  const close = async () => {
    stop.abort()
    await ended
  }
  t.after(close)
  const { port, healthPort } = await listening.promise
  const origin = `http://127.0.0.1:${port}`
  return { list, port, origin, health: `http://127.0.0.1:${healthPort}`, attempts, close, stop, reload: () => reload() }
}

type Said = { status: number; headers: Record<string, unknown>; body: string }
type Send = (method: string, target: string, body?: string) => Promise<Said>

const overHttp1 =
  (port: number): Send =>
  async (method, target, body) => {
    const asked = request({ port, host: '127.0.0.1', method, path: target, headers: { connection: 'close' } })
    asked.end(body)
    const [reply] = await once(asked, 'response')
    return { status: reply.statusCode, headers: reply.headers, body: await text(reply) }
  }

const overHttp2 =
  (session: ClientHttp2Session): Send =>
  async (method, target, body) => {
    const stream = session.request({ ':method': method, ':path': target }, { endStream: body === undefined })
    if (body !== undefined) stream.end(body)
    const [headers] = await once(stream, 'response')
    return { status: headers[':status'], headers, body: await text(stream) }
  }

async function sessionOf(t: TestContext, origin: string): Promise<ClientHttp2Session> {
  const session = connectHttp2(origin)
  t.after(() => session.destroy())
  await once(session, 'connect')
  return session
}

/** Each version of HTTP, on the one port. */
async function bothOf(t: TestContext, node: { port: number; origin: string }): Promise<[name: string, send: Send][]> {
  return [
    ['HTTP/1.1', overHttp1(node.port)],
    ['HTTP/2', overHttp2(await sessionOf(t, node.origin))],
  ]
}

const problem = (said: Said) => {
  assert.equal(said.headers['content-type'], 'application/problem+json')
  const body = JSON.parse(said.body) as { status: number; cause?: string; invalidParams?: { param: string }[] }
  assert.equal(body.status, said.status)
  return [said.status, body.cause, body.invalidParams?.[0]?.param]
}

test('each status in the words of TS 29.511, over HTTP/1.1 and HTTP/2 on one port; what is not listed is 404 and never blocked', async (t) => {
  const node = await openNode(t)
  for (const [version, send] of await bothOf(t, node)) {
    for (const [status, word] of [
      ['blocked', 'BLACKLISTED'],
      ['tracked', 'GREYLISTED'],
      ['permitted', 'WHITELISTED'],
    ] as const) {
      const said = await send('GET', `${path}?pei=imei-${imeis[status]}&supi=imsi-001010000000001`)
      assert.deepEqual([said.status, JSON.parse(said.body)], [200, { status: word }], version)
      assert.equal(said.headers['content-type'], 'application/json')
      assert.equal(Number(said.headers['content-length']), said.body.length)
      assert.ok(said.headers.date, 'RFC 9110: a server with a clock sends a date')
      const head = await send('HEAD', `${path}?pei=imei-${imeis[status]}`)
      assert.deepEqual([head.status, head.body, Number(head.headers['content-length'])], [200, '', said.body.length])
    }
    for (const pei of ['imei-351234567890120', 'imeisv-3512345678901201', 'mac-00-0a-95-9d-68-16'])
      assert.deepEqual(problem(await send('GET', `${path}?pei=${pei}`)), [404, 'ERROR_EQUIPMENT_UNKNOWN', undefined])
  }
})

test('every form of a blocked handset is blocked: spare digit, software version, percent-encoded, absolute target', async (t) => {
  const node = await openNode(t)
  const targets = [
    ...['imei-490154203237518', 'imei-490154203237510', 'imeisv-4901542032375100', 'imeisv-4901542032375199'],
    ...['imei%2D490154203237518', '%69mei-49015420323751%30'],
  ].map((pei) => `${path}?pei=${pei}`)
  for (const [, send] of await bothOf(t, node))
    for (const target of [
      ...targets,
      `${path}?gpsi=msisdn-447700900123&supported-features=1&pei=imei-${imeis.blocked}`,
    ])
      assert.equal((await send('GET', target)).body, '{"status":"BLACKLISTED"}', target)
  const absolute = await overHttp1(node.port)('GET', `http://eir.example${path}?pei=imei-${imeis.blocked}`)
  assert.equal(absolute.body, '{"status":"BLACKLISTED"}')
})

test('a request that cannot be answered is refused with the cause of TS 29.500 and the parameter', async (t) => {
  const node = await openNode(t)
  const good = `pei=imei-${imeis.blocked}`
  for (const [version, send] of await bothOf(t, node)) {
    const large = 'x'.repeat(version === 'HTTP/2' ? 200_000 : 10)
    const refusals: [query: string, cause: string, param: string | undefined][] = [
      ['', 'MANDATORY_QUERY_PARAM_MISSING', 'query pei'],
      ['?', 'MANDATORY_QUERY_PARAM_MISSING', 'query pei'],
      ['?supi=imsi-001010000000001', 'MANDATORY_QUERY_PARAM_MISSING', 'query pei'],
      ['?pei=imei-4901542032375', 'MANDATORY_QUERY_PARAM_INCORRECT', 'query pei'],
      [`?${good}&${good}`, 'MANDATORY_QUERY_PARAM_INCORRECT', 'query pei'],
      [`?${good}&supi=imsi-1`, 'OPTIONAL_QUERY_PARAM_INCORRECT', 'query supi'],
      [`?${good}&gpsi=1`, 'OPTIONAL_QUERY_PARAM_INCORRECT', 'query gpsi'],
      [`?${good}&supported-features=z`, 'OPTIONAL_QUERY_PARAM_INCORRECT', 'query supported-features'],
      [`?${good}&plmn=00101`, 'INVALID_QUERY_PARAM', undefined],
    ]
    for (const [query, cause, param] of refusals)
      assert.deepEqual(problem(await send('GET', path + query)), [400, cause, param], query)
    for (const other of ['/', '/metrics', `${path}/`, `${path}x?${good}`, '/n5g-eir-eic/v2/equipment-status'])
      assert.deepEqual(problem(await send('GET', other)), [404, undefined, undefined], other)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const said = await send(method, `${path}?${good}`, method === 'POST' ? large : undefined)
      assert.deepEqual([...problem(said), said.headers.allow], [405, undefined, undefined, 'GET, HEAD'], method)
    }
    const long = await send('GET', `${path}?${good}&supi=nai-${'x'.repeat(8000)}`)
    assert.deepEqual(problem(long), [414, undefined, undefined])
  }
})

test('a default of permitted lets every handset in that is not listed, and blocks who is', async (t) => {
  const node = await openNode(t, { unknown: 'permitted' })
  const send = overHttp1(node.port)
  for (const pei of ['imei-351234567890120', 'mac-00-0a-95-9d-68-16'])
    assert.equal((await send('GET', `${path}?pei=${pei}`)).body, '{"status":"WHITELISTED"}')
  assert.equal((await send('GET', `${path}?pei=imei-${imeis.blocked}`)).body, '{"status":"BLACKLISTED"}')
})

test('G11: a test number is never blocked, even when the list says so', async (t) => {
  const node = await openNode(t)
  node.list.set(440015202000, [{ status: 'blocked' }])
  assert.equal((await overHttp1(node.port)('GET', `${path}?pei=imei-004400152020008`)).status, 404)
  assert.deepEqual(node.attempts, [])
})

test('a block that ends ends by the node’s own clock, with nobody else there', async (t) => {
  let now = Date.now()
  const node = await openNode(t, { now: () => now })
  node.list.set(keys.blocked, [{ status: 'blocked', until: now + 3_600_000 }, { status: 'tracked' }])
  const send = overHttp1(node.port)
  const ask = async () => (await send('GET', `${path}?pei=imei-${imeis.blocked}`)).body
  assert.equal(await ask(), '{"status":"BLACKLISTED"}')
  now += 3_600_000
  for (let tries = 0; tries < 600 && (await ask()).includes('BLACK'); tries++) await pause(50)
  assert.equal(await ask(), '{"status":"GREYLISTED"}')
})

test('attempts of blocked and tracked handsets are noted, of others and of batches not', async (t) => {
  const node = await openNode(t)
  const [[, http1], [, http2]] = (await bothOf(t, node)) as [[string, Send], [string, Send]]
  await http1('GET', `${path}?pei=imei-${imeis.blocked}`)
  await http2('GET', `${path}?pei=imeisv-${imeis.tracked}1`)
  await http1('GET', `${path}?pei=imei-${imeis.permitted}`)
  await http1('GET', `${path}?pei=imei-351234567890120`)
  await http1('POST', '/ringback/v1/equipment-statuses', JSON.stringify({ peis: [`imei-${imeis.blocked}`] }))
  for (let tries = 0; tries < 3000 && node.attempts.length < 2; tries++) await pause(10) // from another thread
  assert.deepEqual(
    node.attempts.map(({ key, status }) => [key, status]),
    [
      [keys.blocked, 3],
      [keys.tracked, 2],
    ],
  )
})

test('G8: a batch is answered in its order, and what is no PEI is named as such', async (t) => {
  const node = await openNode(t)
  const batch = '/ringback/v1/equipment-statuses'
  const peis = [
    'imei-490154203237510',
    'x',
    `imei-${imeis.tracked}`,
    'mac-00-0a-95-9d-68-16',
    `imeisv-${imeis.permitted}1`,
  ]
  for (const [, send] of await bothOf(t, node)) {
    const said = await send('POST', batch, JSON.stringify({ peis }))
    assert.equal(said.status, 200)
    assert.deepEqual(JSON.parse(said.body), { statuses: ['blocked', 'invalid', 'tracked', 'unknown', 'permitted'] })
    const thousand = Array.from({ length: 1000 }, (_, n) => `imei-${49015420323000 + n}0`)
    const { statuses } = JSON.parse((await send('POST', batch, JSON.stringify({ peis: thousand }))).body)
    assert.deepEqual([statuses.length, statuses.indexOf('blocked'), statuses.lastIndexOf('blocked')], [1000, 751, 751])
    for (const bad of ['', '{', 'null', '[]', '{}', '{"peis":[]}', '{"peis":[1]}', '{"peis":"x"}'])
      assert.deepEqual(problem(await send('POST', batch, bad)), [400, undefined, undefined], bad)
    assert.equal((await send('POST', batch, JSON.stringify({ peis: [...thousand, 'x'] }))).status, 400)
    assert.equal((await send('POST', batch, `{"peis":["${'x'.repeat(100_000)}"]}`)).status, 413)
    const get = await send('GET', batch)
    assert.deepEqual([...problem(get), get.headers.allow], [405, undefined, undefined, 'POST'])
  }
})

test('requests that come in pieces or several at once are answered in their order', async (t) => {
  const node = await openNode(t)
  const line = (status: keyof typeof imeis) =>
    `GET ${path}?pei=imei-${imeis[status]} HTTP/1.1\r\nHost: eir.example\r\n\r\n`
  const socket = connect(node.port, '127.0.0.1')
  let said = ''
  socket.setEncoding('latin1').on('data', (data) => {
    said += data
  })
  const all = line('blocked') + line('permitted') + line('tracked')
  for (const piece of [all.slice(0, 1), all.slice(1, 2), all.slice(2, 30), all.slice(30)]) {
    socket.write(piece)
    await pause(20)
  }
  socket.end()
  await once(socket, 'close')
  assert.deepEqual(said.match(/[A-Z]+LISTED/g), ['BLACKLISTED', 'WHITELISTED', 'GREYLISTED'])
})

test('what is no HTTP gets a problem and the end of its connection, and harms nobody else', async (t) => {
  const node = await openNode(t)
  const raw = async (bytes: string) => {
    const socket = connect(node.port, '127.0.0.1')
    socket.end(bytes, 'latin1')
    return text(socket)
  }
  assert.match(await raw('\x16\x03\x01 hello\r\n\r\n'), /^HTTP\/1.1 400 .*problem\+json.*"status":400/s)
  assert.match(await raw(`GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`), /^HTTP\/1.1 431 /)
  assert.equal(await raw(''), '')
  assert.equal(await raw('PR'), '')
  await raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense that is no frame').catch(() => 'reset')
  assert.equal((await overHttp1(node.port)('GET', `${path}?pei=imei-${imeis.blocked}`)).status, 200)
})

test('the list is loaded anew while the old one answers; one that cannot be read, or is empty, changes nothing', async (t) => {
  const loads = [Promise.withResolvers<ReturnType<typeof threeHandsets>>(), Promise.withResolvers<never>()] as const
  const third = emptyList()
  const lists = [Promise.resolve(threeHandsets()), loads[0].promise, loads[1].promise, Promise.resolve(third)]
  let loaded = 0
  const node = await openNode(t, {
    source: { load: async () => ({ ...(await (lists[loaded++] ?? third)), asOf: Date.now() }) },
  })
  const send = overHttp1(node.port)
  const ask = async (imei: string) => (await send('GET', `${path}?pei=imei-${imei}`)).status
  node.reload()
  assert.deepEqual([await ask(imeis.blocked), loaded], [200, 2], 'the old one answers meanwhile')
  const next = emptyList()
  next.list.set(35123456789012, [{ status: 'blocked' }])
  loads[0].resolve(next)
  assert.deepEqual([await ask(imeis.blocked), await ask('351234567890120')], [404, 200])
  node.reload()
  loads[1].reject(new Error('no such file'))
  await pause(10)
  node.reload()
  await pause(10)
  assert.equal(loaded, 4)
  assert.equal(await ask('351234567890120'), 200)
})

test('metrics say what was answered, how old the list is and how many it names', async (t) => {
  const node = await openNode(t)
  const send = overHttp1(node.port)
  for (const imei of [imeis.blocked, imeis.blocked, imeis.permitted, '351234567890120', 'x'])
    await send('GET', `${path}?pei=imei-${imei}`)
  const metrics = await (await fetch(`${node.health}/metrics`)).text()
  for (const line of [
    'ringback_eir_answers_total{answer="blocked"} 2',
    'ringback_eir_answers_total{answer="permitted"} 1',
    'ringback_eir_answers_total{answer="unknown"} 1',
    'ringback_eir_answers_total{answer="problem-400"} 1',
    'ringback_eir_listed{status="blocked"} 1',
    'ringback_eir_readings_waiting 0',
    'ringback_eir_readings_total{outcome="delivered"} 0',
  ])
    assert.ok(metrics.includes(`\n${line}\n`), line)
  const age = Number(/^ringback_eir_list_age_seconds (\S+)$/m.exec(metrics)?.[1])
  assert.ok(age >= 60 && age < 120, `${age}`)
  for (const [at, status] of [
    ['/healthz', 200],
    ['/readyz', 200],
    ['/nothing', 404],
  ] as const)
    assert.equal((await fetch(node.health + at)).status, status)
  assert.equal((await fetch(`${node.health}/metrics`, { method: 'POST' })).status, 405)
})

test('a node that still reads its list lives, is not ready, and answers nobody', async (t) => {
  const [port, healthPort] = await Promise.all([ownPort(), ownPort()])
  const list = Promise.withResolvers<Loaded>()
  const [stop, answering] = [new AbortController(), Promise.withResolvers<unknown>()]
  const ended = runEir({
    ...{ source: { load: () => list.promise }, host: '127.0.0.1', port, healthPort, unknown: 'unknown' },
    ...{ say: silentLog(), now: Date.now, signal: stop.signal, onListening: answering.resolve },
  })
  t.after(async () => {
    stop.abort()
    await ended
  })
  const health = async (path: string) => (await fetch(`http://127.0.0.1:${healthPort}${path}`)).status
  assert.deepEqual([await health('/healthz'), await health('/readyz')], [200, 503])
  await assert.rejects(overHttp1(port)('GET', path), { code: 'ECONNREFUSED' })
  list.resolve({ ...threeHandsets(), asOf: Date.now() })
  await answering.promise
  assert.equal(await health('/readyz'), 200)
})

test('a node whose port is taken says so and leaves nothing running', async (t) => {
  const node = await openNode(t)
  let closed = 0
  const taken = { note: () => {}, tally: { delivered: 0, refused: 0, dropped: 0 }, waiting: () => 0 }
  const readings: Readings = { ...taken, close: async () => void closed++ }
  const healthTaken = Number(new URL(node.health).port)
  for (const ports of [
    { port: node.port, healthPort: 0 },
    { port: 0, healthPort: healthTaken },
  ])
    await assert.rejects(
      runEir({
        ...{ source: { load: async () => ({ ...emptyList(), asOf: 0 }) }, host: '127.0.0.1', unknown: 'unknown' },
        ...{ readings, say: silentLog(), now: Date.now, signal: new AbortController().signal, ...ports },
      }),
      { code: 'EADDRINUSE' },
    )
  assert.equal(closed, 2)
})

test('a node that stops lets go of connections that are kept open, whatever they speak', {
  timeout: 10_000,
}, async (t) => {
  const node = await openNode(t, { drainMs: 60_000 })
  const session = connectHttp2(node.origin)
  await once(session, 'connect')
  await overHttp2(session)('GET', `${path}?pei=imei-${imeis.blocked}`)
  const silent = connect(node.port, '127.0.0.1')
  const kept = connect(node.port, '127.0.0.1')
  silent.on('error', () => {})
  kept.write(`GET ${path} HTTP/1.1\r\nHost: eir.example\r\n\r\n`)
  await once(kept, 'data')
  const gone = Promise.all([session, silent, kept].map((one) => once(one, 'close')))
  silent.resume()
  kept.resume()
  await node.close()
  await gone
})

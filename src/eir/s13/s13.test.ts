import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { emptyBase } from '#lib/imei/plane/base'
import { newPlane } from '#lib/imei/plane/plane'
import { type Log, silentLog } from '#platform/log'
import { ownPort } from '#test/support/ports'
import { openAnswerThreads } from '../answer-threads.ts'
import { noExceptions } from '../list/exceptions.ts'
import { listOver } from '../list/shared-list.ts'
import type { Attempt } from '../readings/news.ts'
import type { Readings } from '../readings/open-readings.ts'
import { runEir } from '../run-eir.ts'
import { type Limits, usualLimits } from './due.ts'
import { identityOf } from './identity.ts'
import * as hand from './testing.ts'
import { cer, dpr, dwr, ecr, imei, numberOf, openClient, openMme, terminal, verdictOf } from './testing.ts'

const handsets = {
  blocked: { key: 49015420323751, imei: '490154203237518' },
  tracked: { key: 35693803564380, imei: '356938035643809' },
  permitted: { key: 35349006987331, imei: '353490069873319' },
}
const about = (digits: string, hopByHop = 7) => ecr({ terminal: terminal(imei(digits)), hopByHop })

async function becomes(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 3000 && !holds(); tries++) await pause(10)
  return holds()
}

type Given = {
  limits?: Partial<Limits>
  peers?: string[]
  drainMs?: number
  say?: Log
  s13Port?: number
  threads?: number
}

/** A node of three handsets that answers over HTTP and S13, for as long as the test. */
async function openNode(
  t: TestContext,
  { limits, peers, drainMs = 100, say = silentLog(), s13Port = 0, threads = 1 }: Given = {},
) {
  const { list, plane } = listOver(emptyBase().memory, [0, 0, 0, 0], Date.now)
  for (const [status, { key }] of Object.entries(handsets)) list.set(key, [{ status: status as keyof typeof handsets }])
  const attempts: Attempt[] = []
  const readings: Readings = {
    note: (attempt) => void attempts.push(attempt),
    ...{ tally: { delivered: 0, refused: 0, dropped: 0 }, waiting: () => 0, close: async () => {} },
  }
  const stop = new AbortController()
  const listening = Promise.withResolvers<{ port: number; healthPort: number; s13Port?: number | undefined }>()
  const ended = runEir({
    source: { load: async () => ({ list, plane: plane.memory, asOf: Date.now() }) },
    ...{
      host: '127.0.0.1',
      port: 0,
      healthPort: 0,
      unknown: 'unknown',
      threads,
      readings,
      say,
      now: Date.now,
      drainMs,
    },
    s13: { port: s13Port, identity: identityOf(), peers, limits: { ...usualLimits, ...limits } },
    signal: stop.signal,
    onListening: listening.resolve,
  })
  const close = async () => {
    stop.abort()
    await ended
  }
  // A node that cannot start says so to whoever waits for it.
  const ports = await Promise.race([listening.promise, ended.then(() => assert.fail('ended'))])
  t.after(close)
  return { ...ports, port: ports.s13Port ?? 0, http: ports.port, attempts, close, list }
}

test('one node answers a 4G core and a 5G core alike, and notes what both refuse', async (t) => {
  const node = await openNode(t)
  const { ask } = await openMme(t, node.port)
  const words = { blocked: 'BLACKLISTED', tracked: 'GREYLISTED', permitted: 'WHITELISTED' }
  const statuses = { blocked: 'status 1', tracked: 'status 2', permitted: 'status 0' }
  for (const status of ['blocked', 'tracked', 'permitted'] as const) {
    const pei = `imei-${handsets[status].imei}`
    const http = await fetch(`http://127.0.0.1:${node.http}/n5g-eir-eic/v1/equipment-status?pei=${pei}`)
    assert.deepEqual(await http.json(), { status: words[status] })
    assert.equal(verdictOf(await ask(about(handsets[status].imei))), statuses[status])
  }
  assert.equal(verdictOf(await ask(about('351234567890120'))), 'experimental 10415 5422')
  assert.equal(verdictOf(await ask(about('x'))), 'result 5004')
  assert.ok(await becomes(() => node.attempts.length === 4)) // from another thread
  const noted = [handsets.blocked, handsets.blocked, handsets.tracked, handsets.tracked].map(({ key }) => key)
  assert.deepEqual(
    node.attempts.map(({ key }) => key),
    noted,
  )
  node.list.set(handsets.blocked.key, [])
  assert.equal(verdictOf(await ask(about(handsets.blocked.imei))), 'experimental 10415 5422', 'from the next answer on')
  const metrics = await (await fetch(`http://127.0.0.1:${node.healthPort}/metrics`)).text()
  for (const [answer, count] of [
    ['s13-peer', 1],
    ['s13-blocked', 1],
    ['s13-tracked', 1],
    ['s13-permitted', 1],
    ['s13-unknown', 2],
    ['s13-5004', 1],
    ['blocked', 1],
  ])
    assert.ok(metrics.includes(`\nringback_eir_answers_total{answer="${answer}"} ${count}\n`), `${answer}\n${metrics}`)
})

test('requests that come in pieces or by the thousand are answered in their order', async (t) => {
  const node = await openNode(t)
  const { socket, next } = await openMme(t, node.port)
  const asked = Array.from({ length: 3000 }, (_, n) =>
    about([handsets.blocked.imei, '351234567890120', handsets.permitted.imei][n % 3] ?? '', n),
  )
  const all = Buffer.concat(asked)
  for (const [from, to] of [
    [0, 1],
    [1, 3],
    [3, 21],
    [21, 500],
    [500, all.length],
  ]) {
    socket.write(all.subarray(from, to))
    await pause(5)
  }
  const verdicts = ['status 1', 'experimental 10415 5422', 'status 0']
  for (const n of asked.keys()) {
    const answer = await next()
    assert.deepEqual([answer.hopByHop, verdictOf(answer)], [n, verdicts[n % 3]])
  }
})

test('only the hosts that are named may connect; another is told so, its connection ends, and the log says who it was', async (t) => {
  const lines: object[] = []
  const note = (fields: object | string) => void (typeof fields === 'object' && lines.push(fields))
  const say: Log = { fatal: note, error: note, warn: note, info: note, debug: note, child: () => say }
  const node = await openNode(t, { peers: ['mme.localdomain'], say })
  const { ask, closed } = await openClient(t, node.port)
  assert.equal(numberOf(await ask(cer({ host: 'mme2.localdomain' })), 268), 3010)
  await closed
  await becomes(() => lines.some((line) => 'peer' in line)) // from another thread
  assert.ok(lines.some((line) => 'peer' in line && line.peer === 'mme2.localdomain' && 'result' in line))
  const known = await openMme(t, node.port)
  assert.equal(verdictOf(await known.ask(about(handsets.blocked.imei))), 'status 1')
})

test('what is no Diameter ends its own connection and nobody else’s', async (t) => {
  const node = await openNode(t)
  const known = await openMme(t, node.port)
  for (const noise of ['GET / HTTP/1.1\r\nHost: eir.example\r\n\r\n', dwr(), about(handsets.blocked.imei)]) {
    const other = await openClient(t, node.port)
    other.socket.write(noise)
    await other.closed
    await assert.rejects(other.next(), /closed without an answer/)
  }
  const late = await openMme(t, node.port)
  const broken = Buffer.from(about(handsets.blocked.imei))
  broken.writeUIntBE(0xfffffc, 1, 3)
  assert.equal(numberOf(await late.ask(Buffer.concat([broken, dwr()])), 268), 5015)
  await late.closed
  assert.equal(verdictOf(await known.ask(about(handsets.blocked.imei))), 'status 1')
  assert.ok(await becomes(() => node.attempts.length > 0))
  assert.equal(node.attempts.length, 1)
})

test('who does not say who it is, or sends half a message, is not waited for', async (t) => {
  const node = await openNode(t, { limits: { greetingMs: 60, halfMs: 60, endingMs: 100 } })
  const [silent, dripping, half] = [
    await openClient(t, node.port),
    await openClient(t, node.port),
    await openMme(t, node.port),
  ]
  const drips = setInterval(() => dripping.socket.write('\x01'), 10)
  t.after(() => clearInterval(drips))
  half.socket.write(about(handsets.blocked.imei).subarray(0, 100))
  await Promise.all([silent.closed, dripping.closed, half.closed])
})

test('who takes no answers is not read from any more and then ended, while others are answered', async (t) => {
  const node = await openNode(t, { limits: { stuckMs: 300, endingMs: 100 } })
  const greedy = connect(node.port, '127.0.0.1')
  greedy.on('error', () => {})
  greedy.write(cer())
  await once(greedy, 'data')
  greedy.pause()
  const gone = new Promise((resolve) => greedy.once('close', resolve))
  const thousand = Buffer.concat(Array.from({ length: 1000 }, () => about('351234567890120')))
  const flood = setInterval(() => greedy.writableLength < 8_000_000 && greedy.write(thousand), 1)
  t.after(() => clearInterval(flood))
  const other = await openMme(t, node.port)
  let mostUnread = 0
  while (!greedy.destroyed) {
    mostUnread = Math.max(mostUnread, greedy.writableLength)
    assert.equal(verdictOf(await other.ask(about(handsets.tracked.imei))), 'status 2')
    await pause(5)
  }
  await gone
  assert.ok(mostUnread > 1_000_000, 'what it sent stayed with itself')
})

test('who says nothing is asked whether it is there: who answers stays, who does not is ended', async (t) => {
  const node = await openNode(t, { limits: { watchdogMs: 60, endingMs: 50 } })
  const [awake, asleep] = [await openMme(t, node.port), await openMme(t, node.port)]
  let isGone = false
  void asleep.closed.then(() => {
    isGone = true
  })
  while (!isGone) {
    const asked = await awake.next()
    assert.deepEqual([asked.command, asked.flags], [280, 0x80])
    awake.socket.write(hand.answerTo(asked))
  }
  awake.socket.write(about(handsets.blocked.imei))
  let answer = await awake.next()
  while (answer.command === 280) answer = await awake.next()
  assert.equal(verdictOf(answer), 'status 1')
})

test('who asks to be disconnected is let go, and ended when it does not go', async (t) => {
  const node = await openNode(t, { limits: { endingMs: 60 } })
  const [polite, lingering] = [await openMme(t, node.port), await openMme(t, node.port)]
  for (const { ask } of [polite, lingering]) {
    const answer = await ask(dpr())
    assert.deepEqual([answer.command, answer.flags, numberOf(answer, 268)], [282, 0, 2001])
  }
  polite.socket.end()
  await Promise.all([polite.closed, lingering.closed])
})

test('a node that stops says so, answers what was asked before, and ends when the other side agrees', {
  timeout: 10_000,
}, async (t) => {
  const node = await openNode(t, { drainMs: 60_000 })
  const [mme, silent] = [await openMme(t, node.port), await openClient(t, node.port)]
  const ended = node.close()
  const leaving = await mme.next()
  assert.deepEqual([leaving.command, leaving.flags, numberOf(leaving, 273)], [282, 0x80, 0])
  await silent.closed
  assert.equal(verdictOf(await mme.ask(about(handsets.blocked.imei))), 'status 1')
  mme.socket.write(hand.answerTo(leaving))
  await Promise.all([mme.closed, ended])
})

test('a node that stops does not wait longer than it said for who does not agree', { timeout: 10_000 }, async (t) => {
  const node = await openNode(t, { drainMs: 50 })
  const mme = await openMme(t, node.port)
  await Promise.all([node.close(), mme.closed])
})

test('a node whose S13 port is taken says so and leaves nothing running', async (t) => {
  const node = await openNode(t)
  for (const taken of [node.port, node.http])
    await assert.rejects(openNode(t, { s13Port: taken }), { code: 'EADDRINUSE' })
  const { memory: plane } = newPlane(emptyBase(), 64)
  for (const threads of [1, 2]) {
    const held = { plane, exceptions: noExceptions, onAttempt() {} }
    const where = { host: '127.0.0.1', unknown: 'unknown', threads, say: silentLog(), ...held } as const
    const port = await ownPort()
    const same = openAnswerThreads({ ...where, port, s13: { port, identity: identityOf() } })
    await assert.rejects(same, { code: 'EADDRINUSE' }, 'nor is the one port shared by the two')
  }
})

test('several threads are one node to its peers: the same list, the same time of start, all answers counted', async (t) => {
  const node = await openNode(t, { threads: 3 })
  const peers = await Promise.all(Array.from({ length: 24 }, () => openClient(t, node.port)))
  const greeted = await Promise.all(peers.map(({ ask }) => ask(cer())))
  assert.equal(new Set(greeted.map((answer) => numberOf(answer, 278))).size, 1)
  const answers = await Promise.all(peers.map(({ ask }) => ask(about(handsets.blocked.imei))))
  assert.deepEqual(new Set(answers.map(verdictOf)), new Set(['status 1']))
  assert.ok(await becomes(() => node.attempts.length === 24))
  const metrics = await (await fetch(`http://127.0.0.1:${node.healthPort}/metrics`)).text()
  assert.match(metrics, /answer="s13-blocked"} 24\n/)
  const leaving = peers.map(({ next }) => next())
  const ended = node.close()
  for (const [n, asked] of (await Promise.all(leaving)).entries()) {
    assert.equal(asked.command, 282)
    peers[n]?.socket.write(hand.answerTo(asked))
  }
  await ended
})

test('beyond 256 connections nobody new is let in, and who is in is answered', async (t) => {
  const node = await openNode(t)
  const first = await openMme(t, node.port)
  const others = await Promise.all(Array.from({ length: 255 }, () => openClient(t, node.port)))
  const late = await openClient(t, node.port)
  await late.closed
  assert.equal(verdictOf(await first.ask(about(handsets.blocked.imei))), 'status 1')
  others[0]?.socket.destroy()
  await others[0]?.closed
  for (;;) {
    const again = await openClient(t, node.port)
    const answer = await again.ask(cer()).catch(() => undefined)
    if (answer) break
  }
})

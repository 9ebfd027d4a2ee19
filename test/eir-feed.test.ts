import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { addClient } from '#http/sign-in/partner-client'
import { imeiOf } from '#lib/imei/imei'
import { parseVerifier } from '#lib/note'
import { type Log, silentLog } from '#platform/log'
import { openClient } from '../src/eir/centre-client.ts'
import { feedSource } from '../src/eir/follow/feed-source.ts'
import { openKept } from '../src/eir/follow/kept-list.ts'
import type { StatusList } from '../src/eir/list/status-list.ts'
import { runEir } from '../src/eir/run-eir.ts'
import { type Loop, openLoop } from './support/loop.ts'

const imei = '490154203237518'
const other = '356938035643809'

/** The way between a node and the centre: open, cut, or with somebody on it who changes a digit of each IMEI. */
async function openWay(t: TestContext, loop: Loop) {
  const way = { state: 'open' as 'open' | 'cut' | 'tampered' }
  const to = new URL(loop.origin)
  const server = createServer((asked, reply) => {
    if (way.state === 'cut') return asked.socket.destroy()
    const { url, method, headers } = asked
    const passed = request({ host: to.hostname, port: to.port, path: url, method, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const body = Buffer.concat(parts)
        if (way.state === 'cut') return asked.socket.destroy()
        reply.writeHead(answer.statusCode ?? 502, answer.headers)
        reply.end(
          way.state === 'tampered' ? body.toString('latin1').replaceAll('"key":"4', '"key":"5') : body,
          'latin1',
        )
      })
    })
    passed.on('error', () => asked.socket.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { way, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function openCentre(t: TestContext) {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  await loop.organisation('north', 'operator')
  const client = await addClient(loop.db.owner.kysely as never, 'north')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const send = async (path: string, body: object) => {
    const headers = { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl }
    const answer = await fetch(loop.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.equal(answer.status, 201, await answer.clone().text())
    return (await answer.json()) as { case: string }
  }
  const { way, url } = await openWay(t, loop)
  const vkey = await (await fetch(`${loop.origin}/api/blocklist/key`)).text()
  const folder = mkdtempSync(join(tmpdir(), 'ringback-node-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return {
    ...{ loop, way, folder },
    report: async (one = imei) => (await send('/api/reports', { imeis: [one], method: 'snatch' })).case,
    undo: (theft: string) => send(`/api/cases/${theft}/withdrawals`, { why: 'found' }),
    node: (now = Date.now, foldAfterBytes?: number, agreeEveryMs = 60_000) =>
      startNode(t, { ...client, url, vkey, folder, now, foldAfterBytes, agreeEveryMs }),
  }
}

type Given = { clientId: string; secret: string; url: string; vkey: string; folder: string; now: () => number } & {
  foldAfterBytes: number | undefined
  agreeEveryMs: number
}

async function startNode(t: TestContext, { clientId, secret, url, vkey, folder, now, ...more }: Given) {
  const { foldAfterBytes, agreeEveryMs } = more
  const expected = { verifier: parseVerifier(vkey), operator: 'north' }
  const [stop, listening] = [new AbortController(), Promise.withResolvers<{ port: number; healthPort: number }>()]
  const told: object[] = []
  const say = { ...silentLog(), error: (what: object | string) => void told.push(Object(what)) } as Log
  const kept = await openKept(folder, expected)
  const call = openClient({ url, clientId, secret, now: Date.now })
  const source = feedSource({
    call,
    kept,
    expected,
    node: undefined,
    now,
    say,
    waitSeconds: 1,
    firstWaitMs: 20,
    agreeEveryMs,
    ...(foldAfterBytes !== undefined && { foldAfterBytes }),
  })
  /** The list that it answers from, for whoever is at its memory. */
  let list: StatusList | undefined
  const watched: typeof source = {
    ...source,
    async load(signal) {
      const loaded = await source.load(signal)
      list = loaded.list
      return loaded
    },
  }
  const ended = runEir({
    ...{
      source: watched,
      feed: source.feed,
      host: '127.0.0.1',
      port: 0,
      healthPort: 0,
      unknown: 'unknown',
      say,
      now,
      drainMs: 50,
    },
    ...{ signal: stop.signal, onListening: listening.resolve },
  })
  const close = async () => {
    stop.abort()
    await ended
    await kept.close().catch(() => undefined)
  }
  t.after(close)
  const { port, healthPort } = await listening.promise
  const says = async (one = imei) => {
    const answer = await fetch(`http://127.0.0.1:${port}/n5g-eir-eic/v1/equipment-status?pei=imei-${one}`)
    const { status, cause } = (await answer.json()) as { status: unknown; cause?: string }
    return cause ?? status
  }
  return {
    ...{ close, says, feed: source.feed, told, list: () => list },
    metrics: async () => (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text(),
  }
}

const unknown = 'ERROR_EQUIPMENT_UNKNOWN'

test('G1 G5 G10 A39: a report is refused at the node, and taken back it is let in again', async (t) => {
  const { loop, report, undo, node } = await openCentre(t)
  const eir = await node()
  assert.equal(await eir.says(), unknown)
  const theft = await report()
  await loop.until('the node refuses', async () => (await eir.says()) === 'BLACKLISTED')
  assert.equal(await eir.says(other), unknown)
  await undo(theft)
  await loop.until('the node lets it in', async () => (await eir.says()) === unknown)
  assert.match(await eir.metrics(), /ringback_eir_feed_number 2/)
})

test('G9 partition: cut off, a node answers from what it has and lets holds end; it starts again so, and then catches up', async (t) => {
  const { loop, way, report, node } = await openCentre(t)
  const clock = { ms: 0 }
  const now = () => Date.now() + clock.ms
  const before = await node(now)
  await report()
  await loop.until('the node refuses', async () => (await before.says()) === 'BLACKLISTED')
  way.state = 'cut'
  await report(other)
  await before.close()
  const eir = await node(now)
  assert.equal(await eir.says(), 'BLACKLISTED', 'from its own disk')
  assert.equal(await eir.says(other), unknown)
  clock.ms = 100 * 86_400_000
  await loop.until('a hundred days by its clock', async () => /age_seconds 86[34]\d{4}/.test(await eir.metrics()))
  assert.equal(await eir.says(), 'BLACKLISTED', 'a hold without an end does not end by age')
  clock.ms = -3_600_000
  way.state = 'open'
  await loop.until('it has caught up, whatever its clock says', async () => (await eir.says(other)) === 'BLACKLISTED')
})

test('the feed tampered with on its way: it is named, nothing of it is taken, and both sides agree once it is gone', async (t) => {
  const { loop, way, report, node } = await openCentre(t)
  const eir = await node()
  way.state = 'tampered'
  await report()
  await loop.until('the fault is named', async () =>
    /feed_faults_total\{fault="body"\} [1-9]/.test(await eir.metrics()),
  )
  assert.equal(await eir.says(), unknown)
  assert.equal(await eir.says('590154203237516'), unknown, 'no stranger is blocked')
  assert.equal(eir.feed.no(), 0)
  way.state = 'open'
  await loop.until('the node refuses', async () => (await eir.says()) === 'BLACKLISTED')
})

test('the centre restored to an older day: a node whose number it has not reached takes the whole list', async (t) => {
  const { loop, report, node } = await openCentre(t)
  const eir = await node()
  await report()
  await report(other)
  await loop.until('both are refused', async () => eir.feed.no() === 2)
  await loop.db.owner.pool.query('delete from list_change where no = 2; delete from list_piece where last = 2')
  await loop.db.owner.pool.query('delete from listing where imei_key = $1', [other.slice(0, 14)])
  await loop.until('the list of that day counts', async () => eir.feed.no() === 1)
  assert.deepEqual([await eir.says(), await eir.says(other)], ['BLACKLISTED', unknown])
})

test('a node that puts its list on disk anew loses nothing of what changes meanwhile, and starts again from there', async (t) => {
  const { loop, report, undo, node, folder } = await openCentre(t)
  const before = await node(Date.now, 1) // after every batch
  const generation = () => Math.max(...readdirSync(folder).map(Number))
  const begun = generation()
  const theft = await report()
  const imeis = Array.from({ length: 12 }, (_, n) => imeiOf(`3593810${String(7000000 + n)}` as never))
  for (const one of imeis) await report(one)
  await undo(theft)
  await loop.until('all of it is there', async () => before.feed.no() === imeis.length + 2)
  await loop.until('the list was put on disk anew', async () => generation() > begun + 1)
  const said = async (eir: typeof before) => [
    await eir.says(),
    ...(await Promise.all(imeis.map((one) => eir.says(one)))),
  ]
  const expected = [unknown, ...imeis.map(() => 'BLACKLISTED')]
  assert.deepEqual(await said(before), expected)
  await before.close()
  const eir = await node()
  assert.deepEqual([await said(eir), eir.feed.no()], [expected, imeis.length + 2])
})

test('G9: a list of which one handset was altered in memory is found out, named and mended, and metrics say so', async (t) => {
  const { loop, report, node } = await openCentre(t)
  await report()
  await report(other)
  const eir = await node(Date.now, undefined, 4000)
  await loop.until('it has compared', async () => /_agrees 1\n/.test(await eir.metrics()))
  eir.list()?.set(Number(imei.slice(0, 14)), [])
  assert.equal(await eir.says(), unknown, 'a thief’s friend was at it')
  await loop.until('it is mended', async () => (await eir.says()) === 'BLACKLISTED')
  assert.deepEqual(eir.told, [{ tacs: [imei.slice(0, 8)], count: 1 }])
  await loop.until('both sides agree again', async () => eir.feed.agreed()?.agrees === true)
  const metrics = await eir.metrics()
  assert.match(metrics, /ringback_eir_differing_tacs 0\n/)
  const [, since] = /_agrees_since_timestamp_seconds (\d\S*)/.exec(metrics) ?? []
  assert.ok(Math.abs(Number(since) - Date.now() / 1000) < 30)
  const { rows } = await loop.db.owner.pool.query('select differs from list_follower')
  assert.deepEqual(rows, [{ differs: 0 }], 'the centre knows it too')
})

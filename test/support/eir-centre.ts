import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { addClient } from '#http/sign-in/partner-client'
import { openSealKey } from '#ledger/seal/seal-key'
import { type NoteVerifier, parseVerifier } from '#lib/note'
import { type Log, silentLog } from '#platform/log'
import { openClient } from '../../src/eir/centre-client.ts'
import { feedSource } from '../../src/eir/follow/feed-source.ts'
import { openKept } from '../../src/eir/follow/kept-list.ts'
import type { StatusList } from '../../src/eir/list/status-list.ts'
import { runEir } from '../../src/eir/run-eir.ts'
import { type Loop, openLoop } from './loop.ts'

/**
 * The way between a node and the centre: open, cut, or with somebody on it who changes what it says of the list (JSON, as
 * text; undefined to leave it as it is).
 */
export type Way = { state: 'open' | 'cut' | ((said: string) => string | undefined); changed: number }

/** Changes the first digit of each IMEI. */
export const otherDigits = (said: string) => {
  const changed = said.replaceAll('"key":"4', '"key":"5')
  return changed === said ? undefined : changed
}

async function openWay(t: TestContext, loop: Loop) {
  const way: Way = { state: 'open', changed: 0 }
  const to = new URL(loop.origin)
  const server = createServer((asked, reply) => {
    if (way.state === 'cut') return asked.socket.destroy()
    const { url = '', method, headers } = asked
    const passed = request({ host: to.hostname, port: to.port, path: url, method, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const body = Buffer.concat(parts)
        if (way.state === 'cut') return asked.socket.destroy()
        const isOfList = answer.statusCode === 200 && /^\/api\/blocklist\/(changes|snapshot)/.test(url)
        const changed = isOfList && typeof way.state === 'function' ? way.state(`${body}`) : undefined
        way.changed += Number(changed !== undefined)
        reply.writeHead(answer.statusCode ?? 502, without(answer.headers))
        reply.end(changed ?? body)
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

/** What is passed on may be of another length than what came. */
const without = ({ 'content-length': _, 'transfer-encoding': __, ...headers }: IncomingHttpHeaders) => headers

/** A centre with a call handler who reports and takes back, and nodes of one operator that follow it. */
export async function openCentre(t: TestContext) {
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
  const first = await openWay(t, loop)
  const vkey = await (await fetch(`${loop.origin}/api/blocklist/key`)).text()
  const folder = folderOf(t)
  return {
    ...{ loop, folder, way: first.way },
    /** By which its heads are signed. */
    ledger: openSealKey(loop.config),
    report: async (one: string) => (await send('/api/reports', { imeis: [one], method: 'snatch' })).case,
    undo: (theft: string) => send(`/api/cases/${theft}/withdrawals`, { why: 'found' }),
    node: (more: Partial<Given> = {}) => startNode(t, { ...client, url: first.url, vkey, folder, ...more }),
    /** Where another node stands: with its own way to the centre, its own disk. */
    place: async () => {
      const { way, url } = await openWay(t, loop)
      return { way, given: { url, folder: folderOf(t) } }
    },
  }
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-node-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

type Given = { clientId: string; secret: string; url: string; vkey: string; folder: string } & {
  now?: () => number
  node?: string
  foldAfterBytes?: number
  agreeEveryMs?: number
  firstWaitMs?: number
  ledger?: NoteVerifier
}

async function startNode(t: TestContext, { clientId, secret, url, vkey, folder, now = Date.now, ...more }: Given) {
  const { foldAfterBytes, agreeEveryMs = 60_000, firstWaitMs = 20, node, ledger } = more
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
    ledger,
    node,
    now,
    say,
    waitSeconds: 1,
    firstWaitMs,
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
  const says = async (one: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/n5g-eir-eic/v1/equipment-status?pei=imei-${one}`)
    const { status, cause } = (await answer.json()) as { status: unknown; cause?: string }
    return cause ?? status
  }
  return {
    ...{ close, says, feed: source.feed, told, list: () => list },
    metrics: async () => (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text(),
  }
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { parseVerifier } from '#lib/note'
import type { Log } from '#platform/log'
import { type Observation, observe } from './observe.ts'
import { openStore, type WitnessStore } from './store.ts'

type Options = {
  /** Prefix of the log, as in C2SP tlog-tiles: its head is at `<log>/checkpoint`. */
  log: string
  /** The log's public key. It also names the origin. */
  vkey: string
  folder: string
  name: string
  host: string
  port: number
  say: Log
  signal: AbortSignal
  now: () => number
  everyMs?: number
  onListening?: (port: number) => void
}

/** Watches one log until stopped, and serves what it cosigned: GET /checkpoint, /vkey, /healthz. */
export async function runWitness(options: Options): Promise<void> {
  const { log, vkey, folder, name, host, port, say, signal, now, everyMs = 1000, onListening } = options
  const verifier = parseVerifier(vkey)
  const store = await openStore(folder, name)
  const state: State = { last: undefined, lastGoodAt: undefined }
  const server = await serve(store, state, host, port)
  onListening?.((server.address() as AddressInfo).port)
  say.info({ vkey: store.signer.vkey, size: store.frontier.size }, 'witnessing')
  while (!signal.aborted) {
    const seen = await observe({ log: log.replace(/\/+$/, ''), verifier, store, now }).catch(doubt)
    report(seen, state.last, say)
    state.last = seen
    if (seen.outcome === 'cosigned' || seen.outcome === 'unchanged') state.lastGoodAt = new Date(now()).toISOString()
    await pause(everyMs, undefined, { signal }).catch(() => {})
  }
  server.closeAllConnections()
  server.close()
  await store.close()
}

type State = { last: Observation | undefined; lastGoodAt: string | undefined }

function doubt(error: unknown): Observation {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return {
    outcome: 'doubtful',
    says: `The log cannot be read: ${error instanceof Error ? error.message : error}${cause}.`,
  }
}

/** A line for each change of mind, not one a second. */
function report(seen: Observation, before: Observation | undefined, say: Log): void {
  if (seen.outcome === 'cosigned') say.info({ size: seen.size }, 'cosigned')
  if (seen.outcome === before?.outcome) return
  if (seen.outcome === 'doubtful') say.warn(seen.says)
  if (seen.outcome === 'refused') {
    say.error(
      { seq: seen.refusal.seq },
      `${seen.refusal.says} Nothing is cosigned any more: see refused.json in the data folder.`,
    )
  }
}

async function serve(store: WitnessStore, state: State, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body)
    if (request.method !== 'GET') return send(405, 'text/plain', 'GET only\n')
    if (request.url === '/vkey') return send(200, 'text/plain; charset=utf-8', `${store.signer.vkey}\n`)
    if (request.url === '/healthz') {
      const health = healthOf(store, state)
      return send(health.ok ? 200 : 503, 'application/json', `${JSON.stringify(health)}\n`)
    }
    if (request.url === '/checkpoint' && store.newest) return send(200, 'text/plain; charset=utf-8', store.newest)
    return send(404, 'text/plain', 'not found\n')
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return server
}

function healthOf({ frontier, refusal }: WitnessStore, { last, lastGoodAt }: State) {
  const isDoubtful = last?.outcome === 'doubtful'
  return {
    ok: !refusal && !isDoubtful,
    size: frontier.size,
    lastGoodAt,
    ...(refusal && { refused: refusal.says, seq: refusal.seq, since: refusal.at }),
    ...(isDoubtful && { doubtful: last.says }),
  }
}

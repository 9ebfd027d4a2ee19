import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Counter, Gauge, Registry } from 'prom-client'
import { statuses } from '#lib/imei/plane/status'
import type { ExceptionsSource } from './follow/exceptions-source.ts'
import type { FeedShown } from './follow/feed-source.ts'
import type { Readings } from './readings/open-readings.ts'

/** What a node shows of itself. Read at each look, so that answers pay for a count and nothing more. */
export type Shown = {
  /** Answers by name since the start. */
  readonly answers: () => Promise<ReadonlyMap<string, number>>
  /** When what the list says was so (ms since 1970); undefined until there is one. */
  readonly listAsOf: () => number | undefined
  readonly listed: () => readonly number[]
  readonly readings: Readings | undefined
  readonly feed: FeedShown | undefined
  readonly exceptions: Pick<ExceptionsSource, 'no' | 'faults' | 'keyAgrees'> | undefined
  readonly isReady: () => boolean
  readonly now: () => number
}

export type Health = { readonly port: number; close(): void }

/**
 * /metrics, /healthz and /readyz, on a port of their own: the other one faces the signalling network, where nobody has to
 * know how many handsets are listed, and this one the operator's own management.
 */
export async function serveHealth(shown: Shown, host: string, port: number): Promise<Health> {
  const registry = registryOf(shown)
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0]
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'GET only\n')
    if (path === '/metrics') return send(response, 200, registry.contentType, await registry.metrics())
    if (path === '/healthz') return send(response, 200, 'application/json', `${JSON.stringify(healthOf(shown))}\n`)
    if (path !== '/readyz') return send(response, 404, 'text/plain', 'not found\n')
    const ready = shown.isReady()
    return send(response, ready ? 200 : 503, 'application/json', `{"ready":${ready}}\n`)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** In few words, for a person: metrics say the rest. */
const healthOf = ({ feed }: Shown) => ({
  ok: true,
  ...(feed && { feed: feed.way(), number: feed.no(), agrees: feed.agreed()?.agrees }),
})

function send(response: ServerResponse, status: number, type: string, body: string) {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body)
}

function registryOf({ answers, listAsOf, listed, readings, feed, exceptions, now }: Shown): Registry {
  const registers = [new Registry()] as [Registry]
  new Counter({
    name: 'ringback_eir_answers_total',
    help: 'Answers by what they said',
    labelNames: ['answer'] as const,
    registers,
    async collect() {
      const counted = await answers()
      this.reset()
      for (const [answer, count] of counted) this.inc({ answer }, count)
    },
  })
  new Gauge({
    name: 'ringback_eir_list_age_seconds',
    help: 'Age of what the list says',
    registers,
    collect() {
      this.set(Math.max(0, now() - (listAsOf() ?? Number.NaN)) / 1000)
    },
  })
  new Gauge({
    name: 'ringback_eir_listed',
    help: 'Handsets on the list by status',
    labelNames: ['status'] as const,
    registers,
    collect() {
      for (const [code, status] of statuses.entries()) if (code > 0) this.set({ status }, listed()[code] ?? 0)
    },
  })
  if (readings) showReadings(readings, registers)
  if (feed) {
    showFeed(feed, 'feed', registers)
    showWays(feed, registers)
    showSeals(feed, registers)
    showAgreement(feed, registers, now)
  }
  if (exceptions) {
    showFeed(exceptions, 'exceptions', registers)
    showPairingKey(exceptions, registers)
  }
  return registers[0]
}

function showReadings({ waiting, tally }: Readings, registers: [Registry]): void {
  new Gauge({
    name: 'ringback_eir_readings_waiting',
    help: 'Readings on disk that the centre has not taken yet',
    registers,
    collect() {
      this.set(waiting())
    },
  })
  new Counter({
    name: 'ringback_eir_readings_total',
    help: 'Readings by what became of them: delivered, refused by the centre, dropped because the disk did not keep up',
    labelNames: ['outcome'] as const,
    registers,
    collect() {
      this.reset()
      for (const [outcome, count] of Object.entries(tally)) this.inc({ outcome }, count)
    },
  })
}

function showFeed(
  { no, faults }: Pick<FeedShown, 'no' | 'faults'>,
  name: 'feed' | 'exceptions',
  registers: [Registry],
): void {
  new Gauge({
    name: `ringback_eir_${name}_number`,
    help: `Number of the last change of the ${name} that this node has`,
    registers,
    collect() {
      this.set(no())
    },
  })
  new Counter({
    name: `ringback_eir_${name}_faults_total`,
    help: `What the ${name} said and could not be believed, by what was wrong. Anything but 0 is for a person to look at`,
    labelNames: ['fault'] as const,
    registers,
    collect() {
      this.reset()
      for (const [fault, count] of faults) this.inc({ fault }, count)
    },
  })
}

function showPairingKey({ keyAgrees }: Pick<ExceptionsSource, 'keyAgrees'>, registers: [Registry]): void {
  new Gauge({
    name: 'ringback_eir_pairing_key_agrees',
    help: 'Whether the gateway makes pairings with the key of this node: 1 or 0; not a number while nobody knows',
    registers,
    collect() {
      const agrees = keyAgrees()
      this.set(agrees === undefined ? Number.NaN : Number(agrees))
    },
  })
}

function showWays({ came, way }: FeedShown, registers: [Registry]): void {
  new Counter({
    name: 'ringback_eir_feed_batches_total',
    help: 'Batches with changes that were taken, by the way on which they came',
    labelNames: ['way'] as const,
    registers,
    collect() {
      this.reset()
      for (const [one, count] of Object.entries(came)) this.inc({ way: one }, count)
    },
  })
  new Gauge({
    name: 'ringback_eir_feed_over_nats',
    help: 'Whether what is new comes over NATS just now: 1; 0: over HTTP',
    registers,
    collect() {
      this.set(Number(way() === 'nats'))
    },
  })
}

function showSeals({ sealed }: FeedShown, registers: [Registry]): void {
  new Gauge({
    name: 'ringback_eir_feed_seal_checked',
    help: 'Whether each change must be proved to be sealed in the ledger: 1; 0 without the ledger’s key (--ledger-key)',
    registers,
    collect() {
      this.set(Number(sealed() !== undefined))
    },
  })
  new Counter({
    name: 'ringback_eir_feed_sealed_changes_total',
    help: 'Changes that were taken after their seal was checked',
    registers,
    collect() {
      this.reset()
      this.inc(sealed() ?? 0)
    },
  })
}

/** Not a number until this node has compared. */
function showAgreement({ agreed }: FeedShown, registers: [Registry], now: () => number): void {
  const gauge = (name: string, help: string, read: () => number | undefined) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read() ?? Number.NaN)
      },
    })
  gauge('ringback_eir_agrees', 'Whether the whole list was what the centre lists, when last compared: 1 or 0', () => {
    const last = agreed()
    return last && Number(last.agrees)
  })
  gauge('ringback_eir_agrees_since_timestamp_seconds', 'Since when that has been so (seconds since 1970)', () => {
    const last = agreed()
    return last && last.since / 1000
  })
  gauge('ringback_eir_compared_age_seconds', 'Seconds since the last comparison', () => {
    const last = agreed()
    return last && Math.max(0, now() - last.at) / 1000
  })
  gauge('ringback_eir_differing_tacs', 'TACs in which this node listed something else than the centre', () => {
    return agreed()?.differing.length
  })
}

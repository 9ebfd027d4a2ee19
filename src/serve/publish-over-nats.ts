import { setTimeout as pause } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Kysely } from 'kysely'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { FeedKey, LiveHub } from '#http'
import { blocklistTopic, type FollowerTables, openStream, type Published, publishFeed } from '#modules/blocklist/public'
import type { Log } from '#platform/log'
import { reachNats } from '#platform/nats'

type Options = {
  readonly urls: readonly string[]
  readonly db: unknown
  readonly live: LiveHub
  readonly feedKey: FeedKey
  readonly metrics: Registry
  readonly now: () => Date
  readonly log: Log
}

const againMs = 1000

/**
 * Publishes the feed over NATS, beside all else and never in the way of it: a report waits for no broker. It is done by
 * `serve` because the key that signs is there, and is meant to be nowhere else. Returns how to stop.
 */
export function publishOverNats({ urls, db, live, feedKey, metrics, now, log }: Options): () => Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  const published: Published = { batches: 0, faults: 0, numbers: new Map() }
  let isConnected = false
  const bell = openBell(live, signal)
  const run = async () => {
    const connection = await reachNats(urls, { name: 'ringback serve', say: log }, signal)
    if (!connection) return
    isConnected = true
    void connection.closed().then(() => {
      isConnected = false
    })
    signal.addEventListener('abort', () => void connection.close()) // also what waits for an answer ends then
    void watchStatus(connection, (is) => {
      isConnected = is
    })
    const options = { db: db as Kysely<FollowerTables>, bell: bell.rung, feedKey, now, log, signal, published }
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        await publishFeed({ ...options, stream: await openStream(connection) })
      } catch (error) {
        if (signal.aborted) return
        published.faults += 1
        if (tries === 0) log.warn({ why: String(error) }, 'the feed cannot be published over NATS; it tries again')
        await pause(againMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }
  watch(metrics, published, () => isConnected)
  const running = run()
  return async () => {
    stop.abort()
    bell.stop()
    await running
  }
}

async function watchStatus(connection: NatsConnection, tell: (isConnected: boolean) => void): Promise<void> {
  for await (const { type } of connection.status())
    if (type === 'disconnect' || type === 'reconnect') tell(type === 'reconnect')
}

/** An announcement that comes while nobody waits is kept for the next wait. */
function openBell(live: LiveHub, signal: AbortSignal) {
  let rung = Promise.withResolvers<void>()
  const stop = live.listen(blocklistTopic, () => rung.resolve())
  signal.addEventListener('abort', () => rung.resolve())
  return {
    stop,
    async rung(ms: number) {
      const done = new AbortController()
      await Promise.race([rung.promise, pause(ms, undefined, { signal: done.signal }).catch(() => undefined)])
      done.abort()
      if (!signal.aborted) rung = Promise.withResolvers()
    },
  }
}

function watch(metrics: Registry, published: Published, isConnected: () => boolean): void {
  const registers = [metrics]
  new Gauge({
    name: 'ringback_feed_nats_connected',
    help: 'Whether this process publishes the feed over NATS: 1 or 0',
    registers,
    collect() {
      this.set(Number(isConnected()))
    },
  })
  new Counter({
    name: 'ringback_feed_nats_batches_total',
    help: 'Batches that this process published over NATS and most servers have',
    registers,
    collect() {
      this.reset()
      this.inc(published.batches)
    },
  })
  new Counter({
    name: 'ringback_feed_nats_faults_total',
    help: 'Times that publishing over NATS did not go well and began again',
    registers,
    collect() {
      this.reset()
      this.inc(published.faults)
    },
  })
  new Gauge({
    name: 'ringback_feed_nats_number',
    help: 'Number of the last change that is published over NATS for an operator',
    labelNames: ['operator'] as const,
    registers,
    collect() {
      this.reset()
      for (const [operator, no] of published.numbers) this.set({ operator }, no)
    },
  })
}

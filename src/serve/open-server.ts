import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { buildApp, LiveHub, loadRoutes, openPasses, openVaultOf, refusalsOf } from '#http'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { vapidKeys } from '#lib/vapid'
import { warmMap } from '#modules/patrol/public'
import { openPages } from '#pages/pages'
import { watchQueue } from '#partners'
import type { Config } from '#platform/config'
import { type Database, openDatabase } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import type { Log } from '#platform/log'
import { readMigrations } from '#platform/migrate'
import { openFeedKey } from './feed-key.ts'
import { publicLog } from './public-log.ts'
import { openSignIn } from './sign-in.ts'
import { warmUp } from './warm-up.ts'
import { watchAbuse } from './watch-abuse.ts'
import { watchFeed } from './watch-feed.ts'

export type ServerOptions = {
  config: Config
  serverUrl: string
  log: Log
  clock?: () => Date
  assetFolder?: string
  drainMs?: number
  /** Works out ahead what a first visitor would wait for. Off for a server that lives for one test. */
  warms?: boolean
}

const noProxySays =
  'PUBLIC_URL is https and this server speaks http, so a proxy stands before it: name its address in RINGBACK_PROXIES. Until then all who come by it are counted as one.'

/** Fastify hands it on to Node, and does not know it. */
const sharing: object = { reusePort: true }

const builtAssets = fileURLToPath(new URL('../../dist/assets', import.meta.url))

/** Opens all that `ringback serve` needs and listens. `close` lets requests under way end, for five seconds at most. */
export const openServer = async (options: ServerOptions) => {
  const {
    config,
    serverUrl,
    log,
    clock = () => new Date(),
    assetFolder = builtAssets,
    drainMs = 5000,
    warms = false,
  } = options
  await using opened = new AsyncDisposableStack()
  const database = opened.adopt(
    openDatabase(serverUrl, { applicationName: 'ringback serve', pipeline: true, max: 20 }),
    (db) => db.close(),
  )
  // A pool of its own: a look that holds a connection never waits for a write that needs one.
  const writes = opened.adopt(openDatabase(serverUrl, { applicationName: 'ringback ledger', pipeline: true }), (db) =>
    db.close(),
  )
  const puts = opened.adopt(
    openDatabase(serverUrl, { applicationName: 'ringback vault', max: 16, pipeline: true, flushes: false }),
    (db) => db.close(),
  )
  const vault = await openVaultOf({ config, writes: puts, log, clock })
  const { views, commands } = await loadCatalogue()
  const ledger = openLedger({ database: writes, views: [...views.values()], now: clock, random: Math.random })
  opened.defer(() => ledger.settled())
  const live = opened.adopt(await LiveHub.open(database), (hub) => hub.close())
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  watchQueue(metrics, database.pool)
  watchAbuse(metrics, database.kysely, clock)
  watchFeed(metrics, database.kysely, clock)
  const publicUrl = new URL(config.publicUrl)
  const pages = await openPages({
    ...{ assetFolder, site: publicUrl.host, now: () => clock().toISOString(), demo: config.demo },
    accessContact: config.accessContact,
    pushKeyOf: (gateway) => vapidKeys(localSecret(config.dataDir, `partner-${gateway}`)).publicKey,
  })
  const signIn = await openSignIn({ config, database, log, clock, render: pages.renderSignIn })
  const feedKey = openFeedKey(config)
  const app = await buildApp({
    ...pages,
    ...signIn,
    plugins: [...pages.plugins, ...signIn.plugins, publicLog(database)],
    routes: [...(await loadRoutes()), ...pages.routes],
    ...{ database, ledger, vault, log, live, metrics, publicUrl, clock },
    passes: openPasses(config.passKey ?? localSecret(config.dataDir, 'pass-key'), publicUrl, clock),
    feedKey,
    demo: config.demo,
    ...(config.proxies && { proxies: config.proxies }),
    refusals: refusalsOf([...commands.values()]),
    ready: [migrationsDone(database), ...signIn.ready],
  })
  opened.defer(() => drain(app, drainMs))
  if (publicUrl.protocol === 'https:' && !config.proxies) log.warn(noProxySays)
  await app.listen({ port: config.port, host: config.host, ...(config.sharePort && sharing) })
  if (config.natsUrls) {
    const { publishOverNats } = await import('./publish-over-nats.ts')
    const shared = { db: database.kysely, live, feedKey, metrics, now: clock, log }
    opened.defer(publishOverNats({ urls: config.natsUrls, ...shared }))
  }
  const closing = new AbortController()
  const warmed = warms
    ? warmUp(warmMap(database.kysely as never, clock), { log, signal: closing.signal })
    : Promise.resolve()
  opened.defer(() => {
    closing.abort()
    return warmed
  })
  const kept = opened.move()
  return { app, warmed, close: () => kept.disposeAsync() }
}

const drain = async (app: FastifyInstance, drainMs: number) => {
  const force = setTimeout(() => app.server.closeAllConnections(), drainMs)
  await app.close()
  clearTimeout(force)
}

/** Not ready while the database is behind this program: its last migration has not run. */
const migrationsDone = ({ pool }: Database) => {
  const last = readMigrations().at(-1)
  return {
    name: 'migrations',
    check: async () => {
      const { rows } = await pool.query('select 1 from migration where number = $1', [last?.number])
      return rows.length === 1 ? undefined : 'The database is behind this program: run ringback migrate.'
    },
  }
}

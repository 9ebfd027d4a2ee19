import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { sql } from 'kysely'
import { Registry } from 'prom-client'
import type { Ledger } from '#ledger'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import { openAllowances } from './allowance.ts'
import { answerClientError, answerErrors } from './answer-problem.ts'
import { bells } from './bell.ts'
import type { Authenticate } from './caller.ts'
import { compressPages } from './compress.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { Live } from './define-live.ts'
import type { Accepts, FeedKey, Named, Route, Sign } from './define-route.ts'
import { plainErrorPage, type RenderError } from './error-page.ts'
import { secureHeaders } from './headers.ts'
import { type ReadyCheck, serveHealth } from './health.ts'
import { limitRates } from './limits.ts'
import type { LiveHub } from './live-hub.ts'
import { measureRequests } from './metrics.ts'
import { mount } from './mount.ts'
import { type LiveLimits, liveLimits, liveMounter } from './mount-live.ts'
import { answerUnknownAddresses, isReadable, unreadable } from './not-found.ts'
import { collectOpenApi, serveOpenApi } from './openapi.ts'
import type { Passes } from './pass.ts'
import { isProblem, problem, thrown } from './problem.ts'
import { type RefusalCatalogue, serveProblemPages } from './problem-pages.ts'
import { logRequests } from './request-log.ts'
import type { VaultAccess } from './vault-in-route.ts'
import './request.ts'
import { useZod } from './schemas.ts'
import { readUploads } from './uploads.ts'

/** What the edge is made of. Times in ms, sizes in bytes; what is left out has a safe default. */
export type AppOptions = {
  database: Database
  ledger: Pick<Ledger, 'execute' | 'executeTogether' | 'append'>
  /** Needed when a handler uses the vault. */
  vault?: VaultAccess
  /** Needed when a handler lets a browser see a case again. */
  passes?: Passes
  /** Needed when a handler signs a statement of ours. */
  sign?: Sign
  /** Needed by the routes of the blocklist. */
  feedKey?: FeedKey
  log: Log
  publicUrl: URL
  authenticate: Authenticate
  routes: readonly Named<Route | Live>[]
  /** Needed when a route is a live one or waits for an announcement. */
  live?: LiveHub
  liveLimits?: Partial<LiveLimits>
  /** Pages, sign-in, static files: mounted under the same headers, limits, log and errors. */
  plugins?: readonly FastifyPluginAsync[]
  renderError?: RenderError
  /** Says on every page made here that nothing is real; the pages of `plugins` and `routes` say so themselves. */
  demo?: boolean
  refusals?: RefusalCatalogue
  ready?: readonly ReadyCheck[]
  metrics?: Registry
  clock?: () => Date
  bodyLimit?: number
  requestsPerMinute?: number
  requestTimeoutMs?: number
  /** Addresses of our own reverse proxies: only what they say of where a request came from is believed (X-Forwarded-For). */
  proxies?: readonly string[]
}

/** Builds the HTTP edge; nothing listens yet. */
export const buildApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const { database, log, publicUrl, renderError = plainErrorPage } = options
  const app = bareApp(options)
  const answerUnknown = answerUnknownAddresses(app)
  useZod(app)
  logRequests(app, log)
  await secureHeaders(app, publicUrl)
  compressPages(app)
  identify(app, options.authenticate)
  app.addHook('onRequest', refuseCrossSite(publicUrl))
  app.addHook('onRequest', async (request) => demandMediaType(request.routeOptions.config.accepts, request.headers))
  const registry = options.metrics ?? new Registry()
  await limitRates(app, { max: options.requestsPerMinute ?? 600, registry, log, passes: options.passes })
  answerUnknown()
  app.setErrorHandler(answerErrors(log, renderError))
  await app.register(formbody)
  readUploads(app)
  await collectOpenApi(app, publicUrl)
  serveHealth(app, [databaseAnswers(database), ...(options.ready ?? [])])
  measureRequests(app, registry, database.pool)
  serveProblemPages(app, options.refusals ?? {}, options.demo ?? false)
  for (const plugin of options.plugins ?? []) await app.register(plugin)
  mountAll(app, options)
  await serveOpenApi(app, options.demo ?? false)
  await app.ready()
  return app
}

const mountAll = (
  app: FastifyInstance,
  {
    routes,
    live,
    liveLimits: own,
    database,
    ledger,
    vault,
    passes,
    sign,
    feedKey,
    publicUrl,
    log,
    demo,
    clock = () => new Date(),
  }: AppOptions,
) => {
  const publicTenant = demo ? 'demo-public' : 'public'
  const lent = {
    db: database.kysely,
    ledger,
    now: clock,
    publicTenant,
    publicUrl,
    ...(vault && { vault }),
    ...(passes && { passes }),
    ...(sign && { sign }),
    ...(feedKey && { feedKey }),
    ...(live && { bell: bells(app, live) }),
  }
  const allowances = openAllowances(database.kysely, clock)
  const mountLive = live && liveMounter(app, live, lent, log, { ...liveLimits, ...own })
  for (const { route, ...name } of routes) {
    if (route.kind === 'route') mount(app, { ...name, route }, lent, allowances)
    else if (mountLive) mountLive({ ...name, route })
    else throw new Error(`${route.url} is a live route: give buildApp a LiveHub.`)
  }
}

const bareApp = (options: AppOptions) => {
  const { log, bodyLimit = 1_048_576, requestTimeoutMs = 15_000, proxies = [] } = options
  const app = Fastify({
    logger: false, // Fastify's own lines quote addresses; ours are in request-log.ts
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit,
    trustProxy: proxies.length > 0 && [...proxies],
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(1000, requestTimeoutMs) },
    return503OnClosing: true,
    clientErrorHandler: answerClientError(log),
    rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : unreadable),
    routerOptions: { maxParamLength: 16_384 }, // longer than Node lets a request line be, so every address reaches our hooks
  })
  app.removeContentTypeParser('text/plain')
  return app as unknown as FastifyInstance
}

/** Finds out who calls before anything else looks. Bad credentials are kept for the gate, so that they are limited too. */
const identify = (app: FastifyInstance, authenticate: Authenticate) => {
  app.decorateRequest('asked')
  app.decorateRequest('call')
  app.decorateRequest('answered')
  app.addHook('onRequest', async (request) => {
    request.asked = { caller: { kind: 'anyone' } }
    const found = await authenticate(request)
    request.asked = isProblem(found) ? { caller: { kind: 'anyone' }, refused: found } : { caller: found }
  })
}

const mediaTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  upload: 'multipart/form-data',
}

const demandMediaType = (accepts: Accepts | undefined, headers: { 'content-type'?: string | undefined }) => {
  const given = headers['content-type']
  if (accepts === undefined || given === undefined) return
  if (!given.toLowerCase().startsWith(mediaTypes[accepts])) throw thrown(problem('unsupported-media-type'))
}

const databaseAnswers = ({ kysely }: Database): ReadyCheck => ({
  name: 'database',
  check: async () => {
    await sql`select 1`.execute(kysely)
    return undefined
  },
})

import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { Gauge, Histogram, type Registry } from 'prom-client'

/** Times every request by route pattern (never by address) and serves what all parts registered at /metrics. */
export const measureRequests = (app: FastifyInstance, registry: Registry, pool: pg.Pool) => {
  const seconds = new Histogram({
    name: 'ringback_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  watchPool(registry, pool)
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  app.get('/metrics', { schema: { hide: true }, config: { rateLimit: false } }, async (_, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

const watchPool = (registry: Registry, pool: pg.Pool) =>
  new Gauge({
    name: 'ringback_database_connections',
    help: 'Connections of the HTTP pool: open, idle, and requests waiting for one',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.set({ state: 'open' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })

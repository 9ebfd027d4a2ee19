import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, type Registry } from 'prom-client'
import type { Log } from '#platform/log'
import { problem, thrown } from './problem.ts'

/** Counted in this process: by caller when known (a station's Wi-Fi is one address for many), else by address. */
const keyOf = ({ asked: { caller }, ip }: FastifyRequest) =>
  caller.kind === 'anyone' ? `ip:${normalizeIP(ip)}` : `${caller.kind}:${caller.id}`

const windowMs = 60_000

/**
 * The general limit; a route's own replaces it. Watching the server's health is never limited. Who goes on asking is raised:
 * counted by route, and told once a minute in a line of the log that says nothing of what was asked.
 */
export const limitRates = (app: FastifyInstance, max: number, registry: Registry, log: Log) => {
  const refused = new Counter({
    name: 'ringback_requests_refused_total',
    help: 'Requests refused because their sender asks too often, by route',
    labelNames: ['route'] as const,
    registers: [registry],
  })
  const told = new Map<string, number>()
  return app.register(rateLimit, {
    onExceeded: ({ routeOptions: { url: route = 'none' } }) => {
      refused.inc({ route })
      const at = performance.now()
      if (at - (told.get(route) ?? -windowMs) < windowMs) return
      told.set(route, at)
      log.warn({ route }, 'somebody asks too often, and is refused')
    },
    max,
    timeWindow: windowMs,
    keyGenerator: keyOf,
    enableDraftSpec: true,
    errorResponseBuilder: () => thrown(problem('too-many-requests')),
  })
}

/** A route's own limit, as route configuration. */
export const perMinute = (max: number | undefined) =>
  max === undefined ? {} : { rateLimit: { max, timeWindow: windowMs } }

/**
 * Pages that can only stop a phone: a festival's victims share one address, and none may be turned away (USERS 4). What they
 * may do is bounded by number and by code.
 */
export const stopOnlyPerMinute = 6000

/** Where handsets are counted and not calls (allowance.ts), a known caller may call as fast as one connection can carry. */
const knownCallsPerMinute = 600_000
const unknownCallsPerMinute = 600

export const byWeight = {
  rateLimit: {
    timeWindow: windowMs,
    max: ({ asked: { caller } }: FastifyRequest) =>
      caller.kind === 'anyone' ? unknownCallsPerMinute : knownCallsPerMinute,
  },
}

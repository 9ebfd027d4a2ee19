import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, type Registry } from 'prom-client'
import type { Log } from '#platform/log'
import type { RouteFrame } from './define-route.ts'
import type { Pass, Passes } from './pass.ts'
import { problem, thrown } from './problem.ts'

/**
 * As whom a request is counted, in this process: a station's Wi-Fi, and a whole mobile network, are one address for many. So by
 * caller when known, by the code of their case where the route says so (`perCode`), else by address.
 */
export const senderOf =
  (passes: Passes | undefined) =>
  ({ asked: { caller }, headers, ip, routeOptions: { config } }: FastifyRequest): string => {
    if (caller.kind !== 'anyone') return `${caller.kind}:${caller.id}`
    const held = config.perCode ? passes?.open(passes.cookie.read(headers.cookie)) : undefined
    return ownKey(held) ?? `ip:${normalizeIP(ip)}`
  }

/** By code and not by case: whoever reports the same number must not use up what its owner may ask. */
const ownKey = (held: Pass | undefined) => {
  const own = held?.access ?? held?.visit
  return own === undefined ? undefined : `code:${own}`
}

const windowMs = 60_000

/**
 * The general limit; a route's own replaces it. Watching the server's health is never limited. Who goes on asking is raised:
 * counted by route, and told once a minute in a line of the log that says nothing of what was asked.
 */
export const limitRates = (
  app: FastifyInstance,
  { max, registry, log, passes }: { max: number; registry: Registry; log: Log; passes: Passes | undefined },
) => {
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
    keyGenerator: senderOf(passes),
    enableDraftSpec: true,
    errorResponseBuilder: () => thrown(problem('too-many-requests')),
  })
}

/** A route's own limit, as route configuration. */
export const perMinute = ({ limitPerMinute: max, perCode }: Pick<RouteFrame, 'limitPerMinute' | 'perCode'>) => ({
  ...(max !== undefined && { rateLimit: { max, timeWindow: windowMs } }),
  ...(perCode && { perCode }),
})

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

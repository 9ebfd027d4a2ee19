import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem, thrown } from './problem.ts'

/** Counted in this process: by caller when known (a station's Wi-Fi is one address for many), else by address. */
const keyOf = ({ asked: { caller }, ip }: FastifyRequest) =>
  caller.kind === 'anyone' ? `ip:${normalizeIP(ip)}` : `${caller.kind}:${caller.id}`

/** The general limit; a route's own replaces it. Watching the server's health is never limited. */
export const limitRates = (app: FastifyInstance, max: number) =>
  app.register(rateLimit, {
    max,
    timeWindow: 60_000,
    keyGenerator: keyOf,
    enableDraftSpec: true,
    errorResponseBuilder: () => thrown(problem('too-many-requests')),
  })

/** A route's own limit, as route configuration. */
export const perMinute = (max: number | undefined) =>
  max === undefined ? {} : { rateLimit: { max, timeWindow: 60_000 } }

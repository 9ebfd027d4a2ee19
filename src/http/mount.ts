import { pipeline, Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import type { Allowances } from './allowance.ts'
import { tenantOf } from './caller.ts'
import type { Named, Redirect, Route } from './define-route.ts'
import { pass } from './gate.ts'
import { readingPolicy } from './headers.ts'
import { byWeight, perMinute } from './limits.ts'
import { schemaOf } from './openapi.ts'
import { isProblem, problem, thrown } from './problem.ts'
import { type Call, type Lent, runHandler } from './run-handler.ts'

/** Mounts one route: schemas, limits, gate, handler, reply. */
export const mount = (app: FastifyInstance, named: Named<Route>, lent: Lent, allowances: Allowances) => {
  const { route } = named
  app.route({
    method: route.method,
    url: route.url,
    ...(route.bodyLimit !== undefined && { bodyLimit: route.bodyLimit }),
    schema: schemaOf(named) as FastifySchema,
    config: { accepts: route.accepts ?? 'json', ...(route.weighs ? byWeight : perMinute(route)) },
    preValidation: async (request) => {
      request.call = pass(route, request)
      demandBody(route, request)
    },
    handler: async (request, reply) => {
      const input = inputOf(route, request)
      const setHeader = (name: string, value: string) => void reply.header(name, value)
      if (route.readsPictures) setHeader('content-security-policy', readingPolicy)
      if (route.weighs) await weigh(allowances, passed(request), route.weighs(input as never), reply)
      const call = { ...passed(request), ip: request.ip, setHeader }
      const answer = await runHandler(route, lent, call, (context) => route.handle(input as never, context))
      return send(route, reply, answer)
    },
  })
}

/** Says how much is left, and refuses what is more than that. */
const weigh = async (allowances: Allowances, { caller }: Call, handsets: number, reply: FastifyReply) => {
  const { enough, limit, remaining, resetSeconds } = await allowances.take(tenantOf(caller), handsets)
  reply.headers({ 'ratelimit-limit': limit, 'ratelimit-remaining': remaining, 'ratelimit-reset': resetSeconds })
  if (!enough) throw thrown(problem('allowance-used', { headers: { 'retry-after': String(resetSeconds) } }))
}

/** The call that the gate let through. A handler without one would be a hole, so it is a fault. */
export const passed = ({ call }: FastifyRequest) => {
  if (call === undefined) throw new Error('A handler ran before the gate: mount routes by mount() only.')
  return call
}

/** The declared parts of the input as one object; what is not declared is not handed on. */
export const inputOf = (
  { params, query, body }: Pick<Route, 'params' | 'query' | 'body'>,
  request: FastifyRequest,
) => ({
  ...(params && (request.params as object)),
  ...(query && (request.query as object)),
  ...(body && (request.body as object)),
})

const demandBody = ({ body }: Route, request: FastifyRequest) => {
  if (body && request.body === undefined)
    throw thrown(problem('invalid-input', { errors: [{ in: 'body', pointer: '#', detail: 'A body is needed here.' }] }))
}

const send = ({ produces, status = 200 }: Route, reply: FastifyReply, answer: unknown) => {
  if (isProblem(answer)) throw thrown(answer)
  if (answer instanceof Readable)
    return sendStream(reply.code(status).type(produces ?? 'application/octet-stream'), answer)
  if (isRedirect(answer)) return reply.redirect(answer.redirect, answer.status)
  if (produces === undefined) return reply.code(status).send(answer)
  if (typeof answer !== 'string') throw new Error(`A route that produces ${produces} must answer with a string.`)
  return reply.code(status).type(produces).send(answer)
}

const sendStream = (reply: FastifyReply, stream: Readable) => {
  reply.header('vary', 'Accept-Encoding')
  if (!/\bgzip\b/.test(String(reply.request.headers['accept-encoding']))) return reply.send(stream)
  const zip = createGzip({ level: constants.Z_BEST_SPEED })
  pipeline(stream, zip, () => {}) // whichever of them breaks ends the other
  return reply.header('content-encoding', 'gzip').send(zip)
}

const isRedirect = (answer: unknown): answer is Redirect =>
  typeof answer === 'object' && answer !== null && 'redirect' in answer && 'status' in answer && answer.status === 303

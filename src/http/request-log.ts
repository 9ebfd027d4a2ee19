import type { FastifyInstance } from 'fastify'
import type { Log } from '#platform/log'

/** One line a request. The route is its pattern: an address with its values, a query or a body never gets here. */
export const logRequests = (app: FastifyInstance, log: Log) => {
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        request: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        actor: request.asked.caller.kind,
        ...(request.answered !== undefined && { problem: request.answered }),
      },
      'request',
    )
  })
}

import type { FastifyPluginAsync } from 'fastify'
import { problem, thrown } from '#http'
import { readLog } from '#ledger/seal/log'
import type { Database } from '#platform/database'

/**
 * The ledger's hash tree for anyone to read, as C2SP tlog-tiles lays it out: /log/checkpoint and /log/tile/<L>/<N>[.p/<W>].
 * Hashes and signed heads only, so it needs no caller.
 */
export const publicLog =
  ({ pool }: Database): FastifyPluginAsync =>
  async (app) => {
    app.get<{ Params: { '*': string } }>(
      '/log/*',
      { schema: { hide: true }, config: { rateLimit: { max: 6000 } } },
      async (request, reply) => {
        const found = await readLog(pool, request.params['*'])
        if (!found) throw thrown(problem('not-found'))
        return reply.header('cache-control', found.cache).type(found.type).send(found.body)
      },
    )
  }

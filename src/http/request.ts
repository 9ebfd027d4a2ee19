import type { Caller } from './caller.ts'
import type { Accepts } from './define-route.ts'
import type { Problem } from './problem.ts'
import type { Call } from './run-handler.ts'

// What the edge keeps on each request, told to Fastify's types.
declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; `refused` when credentials were shown and are no good. */
    asked: { caller: Caller; refused?: Problem }
    /** Set once the gate has let the request through to a mounted route. */
    call: Call | undefined
    /** Code of the problem that was answered, for the log line. */
    answered: string | undefined
  }
  interface FastifyContextConfig {
    accepts?: Accepts
    perCode?: boolean
  }
}

import type { FastifyInstance } from 'fastify'
import { problem, thrown } from './problem.ts'

/** Tells an address nobody serves (404) from one that takes other methods only (405, with Allow). */
export const answerUnknownAddresses = (app: FastifyInstance) => {
  const served: { pattern: RegExp; methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    served.push({ pattern: matcher(url), methods: [method].flat() })
  })
  return () => {
    app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request) => {
      if (request.url === unreadable) throw thrown(problem('malformed-request'))
      const path = request.url.split('?')[0] ?? ''
      const allowed = [...new Set(served.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : [])))]
      if (allowed.length === 0 || allowed.includes(request.method)) throw thrown(problem('not-found'))
      throw thrown(problem('method-not-allowed', { headers: { allow: allowed.sort().join(', ') } }))
    })
  }
}

/** Where an address that cannot be decoded is sent, so that it meets the same hooks, limits and log as any other. */
export const unreadable = '/%00'

/** Can the path be decoded? */
export const isReadable = (url: string) => {
  try {
    return decodeURIComponent(url.split('?')[0] ?? '') !== '\0'
  } catch {
    return false
  }
}

const matcher = (url: string) => {
  const literal = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace(/\*/g, '.*').replace(/:[A-Za-z0-9_]+/g, '[^/]+')}$`)
}

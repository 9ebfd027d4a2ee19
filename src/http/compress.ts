import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const compressed = promisify(gzip)
const worthIt = 1024

/**
 * Pages go out gzipped, for borrowed phones on bad networks. Only pages: what an attacker could make them repeat comes with
 * a form, which another site cannot send for somebody (cross-site.ts), so sizes tell nothing (the BREACH attack).
 */
export const compressPages = (app: FastifyInstance) => {
  app.addHook('onSend', async ({ headers }, reply, body) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html')
    if (!isPage || typeof body !== 'string' || body.length < worthIt) return body
    reply.header('vary', 'Accept-Encoding')
    if (!/\bgzip\b/.test(String(headers['accept-encoding']))) return body
    const smaller = await compressed(body)
    reply.header('content-encoding', 'gzip').header('content-length', smaller.length)
    return smaller
  })
}

import type { FastifyRequest } from 'fastify'
import { problem, thrown } from './problem.ts'

const safe = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses a cookie-bearing request that would change something and was not sent by our own pages
 * (OWASP CSRF cheat sheet: Fetch Metadata first, then Origin). Neither header: no browser of ours, refused. `same-origin`
 * with Origin `null` is our own form under a referrer policy of no-referrer; a sandboxed frame would be `cross-site`.
 */
export const refuseCrossSite = (publicUrl: URL) => async (request: Pick<FastifyRequest, 'method' | 'headers'>) => {
  if (safe.includes(request.method) || request.headers.cookie === undefined) return
  if (!isOwn(request.headers, publicUrl.origin)) throw thrown(problem('cross-site'))
}

const isOwn = ({ 'sec-fetch-site': site, origin }: FastifyRequest['headers'], own: string) =>
  site === undefined
    ? origin === own
    : site === 'same-origin' && (origin === undefined || origin === 'null' || origin === own)

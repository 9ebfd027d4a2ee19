import type { FastifyInstance } from 'fastify'

/** Something this server needs. Answers with what is wrong, in words without values, or with nothing. */
export type ReadyCheck = { name: string; check: () => Promise<string | undefined> }

const quiet = { schema: { hide: true }, config: { rateLimit: false as const } }

/** /healthz: the process lives. /readyz: it can serve; 503 and what is wrong if not. */
export const serveHealth = (app: FastifyInstance, checks: readonly ReadyCheck[]) => {
  app.get('/healthz', quiet, async () => ({ status: 'up' }))
  app.get('/readyz', quiet, async (_, reply) => {
    const found = await Promise.all(checks.map(run))
    const wrong = Object.fromEntries(found.filter(([, said]) => said !== undefined))
    const ready = Object.keys(wrong).length === 0
    return reply.code(ready ? 200 : 503).send(ready ? { status: 'ready' } : { status: 'not ready', wrong })
  })
}

const run = async ({ name, check }: ReadyCheck) => {
  const slow = new Promise<string>((resolve) => setTimeout(resolve, 3000, 'does not answer').unref())
  const said = await Promise.race([check().catch(() => 'does not answer'), slow])
  return [name, said] as const
}

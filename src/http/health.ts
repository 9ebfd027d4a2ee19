import type { FastifyInstance } from 'fastify'

/** Something this server needs. Answers with what is wrong, in words without values, or with nothing. Without an
 * `optional` one the server is ready all the same, and says what does not work. */
export type ReadyCheck = { name: string; check: () => Promise<string | undefined>; optional?: true }

const quiet = { schema: { hide: true }, config: { rateLimit: false as const } }

/** /healthz: the process lives. /readyz: it can serve; 503 and what is wrong if not. */
export const serveHealth = (app: FastifyInstance, checks: readonly ReadyCheck[]) => {
  app.get('/healthz', quiet, async () => ({ status: 'up' }))
  app.get('/readyz', quiet, async (_, reply) => {
    const failed = (await Promise.all(checks.map(run))).filter(({ said }) => said !== undefined)
    const wrong = told(failed.filter(({ optional }) => !optional))
    const without = told(failed.filter(({ optional }) => optional))
    const status = wrong ? 'not ready' : 'ready'
    return reply.code(wrong ? 503 : 200).send({ status, ...(wrong && { wrong }), ...(without && { without }) })
  })
}

const told = (failed: { name: string; said: string | undefined }[]) =>
  failed.length > 0 ? Object.fromEntries(failed.map(({ name, said }) => [name, said])) : undefined

const run = async ({ name, check, optional = undefined }: ReadyCheck) => {
  const slow = new Promise<string>((resolve) => setTimeout(resolve, 3000, 'does not answer').unref())
  const said = await Promise.race([check().catch(() => 'does not answer'), slow])
  return { name, said, optional }
}

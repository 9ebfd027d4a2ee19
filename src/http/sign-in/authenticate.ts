import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { Caller } from '../caller.ts'
import { type Problem, problem } from '../problem.ts'
import type { AccessTokens } from './access-token.ts'
import { signInCookies } from './routes.ts'
import { openSession, type SessionLimits, type SessionTables, sessionLimits } from './session.ts'

export type AuthenticateOptions = {
  db: Kysely<SessionTables>
  tokens: AccessTokens
  publicUrl: URL
  clock: () => Date
  limits?: SessionLimits
}

type Asked = Pick<FastifyRequest, 'headers'>

/** Finds out who calls, by a Bearer token or a session cookie. A bad token is a problem. An ended session is nobody: a
 * victim who reports on a machine where an officer was signed in must not be turned away. */
export function authenticator(options: AuthenticateOptions): (request: Asked) => Promise<Caller | Problem> {
  const { db, tokens, publicUrl, clock, limits = sessionLimits } = options
  const { session: cookie } = signInCookies(publicUrl)
  return async ({ headers }) => {
    const bearer = /^bearer\b *(.*)$/i.exec(headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return partner(tokens, bearer)
    const token = cookie.read(headers.cookie)
    const session = token && (await openSession(db, token, { now: clock(), limits }))
    if (!session) return { kind: 'anyone' }
    const { staff: id, organisation: tenant, name, roles, purpose } = session
    return { kind: 'staff', id, tenant, organisation: name, roles, ...(purpose && { purpose }) }
  }
}

async function partner(tokens: AccessTokens, bearer: string): Promise<Caller | Problem> {
  const client = await tokens.verify(bearer)
  // RFC 6750 section 3.1
  if (client === 'no-good')
    return problem('credentials-refused', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } })
  return { kind: 'partner', id: client.clientId, tenant: client.organisation, sort: client.sort, scope: client.scope }
}

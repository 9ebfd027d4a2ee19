import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Kysely } from 'kysely'
import { type PartnerSort, partnerSorts } from '../access/vocabulary.ts'
import { type AccessTokens, TOKEN_SECONDS } from './access-token.ts'
import { limit } from './limit.ts'
import type { ClientTables } from './partner-client.ts'
import { scopesFor } from './purposes.ts'
import { secretChecks } from './secret.ts'
import type { TokenKeys } from './token-keys.ts'
import { judgeTokenRequest, type TokenError } from './token-request.ts'

export type OAuthOptions = {
  db: Kysely<ClientTables>
  tokens: AccessTokens
  keys: TokenKeys
  publicUrl: URL
  clock: () => Date
  /** Wrong secrets from one address before it waits, and requests a minute. */
  limits?: { failures: number; requests: number }
}

/** Where partners' machines get access tokens: OAuth 2.0 client credentials (RFC 6749 section 4.4). */
export async function oauthRoutes(app: FastifyInstance, options: OAuthOptions): Promise<void> {
  const { db, tokens, keys, publicUrl, clock, limits = { failures: 10, requests: 60 } } = options
  const metadata = serverMetadata(publicUrl.origin)
  const parts = {
    db,
    clock,
    checks: secretChecks(),
    failures: limit({ most: limits.failures, withinMs: 10 * 60_000, clock }),
    requests: limit({ most: limits.requests, withinMs: 60_000, clock }),
    audience: [metadata.issuer, metadata.token_endpoint],
  }
  const hidden = { schema: { hide: true } }
  app.get('/.well-known/oauth-authorization-server', hidden, async () => metadata)
  app.get('/.well-known/jwks.json', hidden, async () => keys.jwks)
  app.post('/oauth/token', hidden, async ({ headers, body, ip: address }, reply) => {
    if (!headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded'))
      return refuse(reply, notAForm)
    const form = { ...(body as Record<string, unknown>) }
    const judged = await judgeTokenRequest(parts, { authorization: headers.authorization, form, address })
    if ('error' in judged) return refuse(reply, judged)
    const { client, scope } = judged
    const access_token = await tokens.issue(client, scope)
    return unstored(reply).send({ access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope })
  })
}

/** What a partner's library asks for first (RFC 8414). */
const serverMetadata = (origin: string) => ({
  issuer: origin,
  token_endpoint: `${origin}/oauth/token`,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['EdDSA', 'Ed25519'],
  scopes_supported: [...new Set(partnerSorts.flatMap((sort: PartnerSort) => scopesFor(sort)))].sort(),
  service_documentation: `${origin}/api`,
})

const notAForm: TokenError = {
  error: 'invalid_request',
  status: 400,
  error_description: 'Send a form: Content-Type: application/x-www-form-urlencoded.',
}

// RFC 6749 section 5.1: neither tokens nor refusals may stay in a cache.
const unstored = (reply: FastifyReply) => reply.header('cache-control', 'no-store').header('pragma', 'no-cache')

function refuse(reply: FastifyReply, { status, retryAfter, ...body }: TokenError) {
  if (status === 401) reply.header('www-authenticate', 'Basic realm="ringback", charset="UTF-8"')
  if (retryAfter) reply.header('retry-after', String(retryAfter))
  return unstored(reply).code(status).send(body)
}

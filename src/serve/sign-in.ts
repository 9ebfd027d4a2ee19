import type { FastifyPluginAsync } from 'fastify'
import type { Authenticate } from '#http'
import { accessTokens } from '#http/sign-in/access-token'
import { authenticator } from '#http/sign-in/authenticate'
import { ClaimMapping } from '#http/sign-in/claims'
import { oauthRoutes } from '#http/sign-in/oauth-routes'
import { identityProvider } from '#http/sign-in/provider'
import { signInRoutes } from '#http/sign-in/routes'
import type { SessionTables } from '#http/sign-in/session'
import { tokenKeys } from '#http/sign-in/token-keys'
import type { Config } from '#platform/config'
import type { Database } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import type { Log } from '#platform/log'

type Needs = { config: Config; database: Database; log: Log; clock: () => Date }

/** Staff sign-in and partners' tokens, ready for the edge. Without OIDC_ISSUER the sign-in page says that none is set. */
export const openSignIn = async ({ config, database, log, clock }: Needs) => {
  const db = database.kysely as unknown as Database<SessionTables>['kysely']
  const publicUrl = new URL(config.publicUrl)
  const keys = await tokenKeys(localSecret(config.dataDir, 'token-keys'))
  const tokens = accessTokens(publicUrl.origin, keys, clock)
  const mapping = ClaimMapping.parse({})
  const provider = config.oidc && identityProvider({ ...config.oidc, mapping, pretend: config.demo })
  const authenticate: Authenticate = authenticator({ db, tokens, publicUrl, clock })
  const plugins: FastifyPluginAsync[] = [
    async (app) => signInRoutes(app, { db, provider, publicUrl, clock, log }),
    async (app) => oauthRoutes(app, { db: database.kysely as never, tokens, keys, publicUrl, clock }),
  ]
  return { authenticate, plugins }
}

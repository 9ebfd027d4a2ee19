import type { FastifyPluginAsync } from 'fastify'
import type { Authenticate, ReadyCheck } from '#http'
import { accessTokens } from '#http/sign-in/access-token'
import { authenticator } from '#http/sign-in/authenticate'
import { readClaimMapping } from '#http/sign-in/claims'
import { oauthRoutes } from '#http/sign-in/oauth-routes'
import { plainPage, type RenderSignIn } from '#http/sign-in/page'
import { type IdentityProvider, identityProvider } from '#http/sign-in/provider'
import { signInRoutes } from '#http/sign-in/routes'
import type { SessionTables } from '#http/sign-in/session'
import { signer, tokenKeys } from '#http/sign-in/token-keys'
import { pretendProvider } from '#lib/pretend-provider'
import type { Config } from '#platform/config'
import type { Database } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import type { Log } from '#platform/log'

type Needs = { config: Config; database: Database; log: Log; clock: () => Date; render?: RenderSignIn }

/** Staff sign-in and partners' tokens, ready for the edge. Without OIDC_ISSUER the sign-in page says that none is set. */
export const openSignIn = async ({ config, database, log, clock, render = plainPage }: Needs) => {
  const db = database.kysely as unknown as Database<SessionTables>['kysely']
  const publicUrl = new URL(config.publicUrl)
  const keys = await tokenKeys(config.tokenKeys ?? localSecret(config.dataDir, 'token-keys'))
  const tokens = accessTokens(publicUrl.origin, keys, clock)
  const provider = providerOf(config)
  const authenticate: Authenticate = authenticator({ db, tokens, publicUrl, clock })
  const plugins: FastifyPluginAsync[] = [
    async (app) => signInRoutes(app, { db, provider, publicUrl, clock, log, render, home: '/staff' }),
    async (app) => oauthRoutes(app, { db: database.kysely as never, tokens, keys, publicUrl, clock }),
  ]
  return { authenticate, plugins, sign: signer(keys), ready: provider ? [answers(provider)] : [] }
}

/** The configured provider; else, in a demo, the pretend one. A demo lets no provider sign staff into a real organisation. */
const providerOf = ({ oidc, oidcClaims, demo, port }: Config) => {
  const found = oidc ?? (demo ? pretendProvider(port) : undefined)
  return found && identityProvider({ ...found, mapping: readClaimMapping(oidcClaims), pretend: demo })
}

/** Only staff need it: victims report and partners are called while it is away. */
const answers = (provider: IdentityProvider): ReadyCheck => ({
  name: 'identity-provider',
  optional: true,
  check: async () => {
    const found = await provider.configuration().catch(() => undefined)
    return found ? undefined : 'Does not answer: staff cannot sign in.'
  },
})

import { createHash, randomBytes } from 'node:crypto'
import * as openid from 'openid-client'
import { localPath } from './local-path.ts'
import { type IdentityProvider, ProviderAway } from './provider.ts'

/** What the browser carries through one sign-in, in a cookie of ten minutes: a secret and where to go afterwards.
 * State, nonce and PKCE verifier are made from the secret, so nothing of an unfinished sign-in is kept by us. */
export type Attempt = { secret: string; next: string }

export const ATTEMPT_SECONDS = 600

export const newAttempt = (next: unknown): Attempt => ({
  secret: randomBytes(32).toString('base64url'),
  next: localPath(next),
})

export const attemptText = ({ secret, next }: Attempt): string => `${secret}.${Buffer.from(next).toString('base64url')}`

/** Reads the cookie back. `next` is checked again: a cookie is no more trusted than a query. */
export function readAttempt(text: string | undefined): Attempt | null {
  const [, secret, next] = /^([\w-]{43})\.([\w-]+)$/.exec(text ?? '') ?? []
  return secret && next ? { secret, next: localPath(Buffer.from(next, 'base64url').toString('utf8')) } : null
}

const derived = (secret: string, use: 'state' | 'nonce' | 'verifier') =>
  createHash('sha256').update(`${use}.${secret}`).digest('base64url')

/** Where the browser is sent: the provider's own page (OpenID Connect Core 3.1.2.1, PKCE by RFC 7636 S256). */
export async function authorizationUrl(
  provider: IdentityProvider,
  { secret }: Attempt,
  redirectUri: URL,
): Promise<URL> {
  return openid.buildAuthorizationUrl(await provider.configuration(), {
    redirect_uri: redirectUri.href,
    scope: 'openid',
    state: derived(secret, 'state'),
    nonce: derived(secret, 'nonce'),
    code_challenge: await openid.calculatePKCECodeChallenge(derived(secret, 'verifier')),
    code_challenge_method: 'S256',
  })
}

/** The claims of a verified ID token: who, by whose word, and whatever else the provider says. */
export type IdClaims = Record<string, unknown> & { iss: string; sub: string }

/** The claims; or why not: the provider said no, or what came back does not belong to this attempt.
 * `detail` is a code for the log, never what the token said. */
export type CodeOutcome = { claims: IdClaims } | { refused: 'denied' | 'not-completed'; detail: string }

/** Changes the code for an ID token and verifies it: state, nonce, issuer, audience, times, signature, PKCE. */
export async function redeemCode(provider: IdentityProvider, { secret }: Attempt, callback: URL): Promise<CodeOutcome> {
  const configuration = await provider.configuration()
  try {
    const tokens = await openid.authorizationCodeGrant(configuration, callback, {
      expectedState: derived(secret, 'state'),
      expectedNonce: derived(secret, 'nonce'),
      pkceCodeVerifier: derived(secret, 'verifier'),
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    // openid-client lets an empty subject pass: everybody without a name would be one and the same person.
    return claims?.sub ? { claims: { ...claims } } : { refused: 'not-completed', detail: 'no_subject' }
  } catch (error) {
    return refusedBy(error)
  }
}

function refusedBy(error: unknown): CodeOutcome {
  if (error instanceof openid.AuthorizationResponseError) return { refused: 'denied', detail: code(error.error) }
  if (error instanceof openid.ResponseBodyError) {
    if (error.status < 500) return { refused: 'not-completed', detail: code(error.error) }
    throw new ProviderAway('The identity provider failed while it changed a code for a token: try again.')
  }
  // An error of openid-client may hold the token's claims as its cause, so only its code goes on.
  const detail = code(error instanceof Error && 'code' in error ? error.code : undefined)
  if (detail === 'OAUTH_TIMEOUT' || !detail.startsWith('OAUTH_'))
    throw new ProviderAway(`The identity provider broke off in the middle of a sign-in (${detail}): try again.`)
  return { refused: 'not-completed', detail }
}

// Also what a query of the browser's said ends here, so only the form of a code passes into the log.
const code = (text: unknown) => (typeof text === 'string' && /^[A-Za-z_]{1,60}$/.test(text) ? text : 'other')

/** Where the browser signs out at the provider too (RP-Initiated Logout 1.0), or null when the provider has no such page.
 * Named by client id: an ID token as a hint would have to be kept, and it holds personal data. */
export async function providerSignOutUrl(provider: IdentityProvider, backTo: URL): Promise<URL | null> {
  const configuration = await provider.configuration()
  if (!configuration.serverMetadata().end_session_endpoint) return null
  return openid.buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo.href })
}

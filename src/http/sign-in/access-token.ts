import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { type PartnerSort, partnerSorts } from '../access/vocabulary.ts'
import type { TokenKeys } from './token-keys.ts'

/** A partner's machine, as its access token names it. */
export type PartnerClient = { clientId: string; organisation: string; sort: PartnerSort }

/** A client and what its token was asked for: `record:act` each. */
export type Admitted = PartnerClient & { scope: string[] }

/** Seconds that a token lives. A revoked client can act for so long and no longer, because no token is looked up. */
export const TOKEN_SECONDS = 300
const SKEW_SECONDS = 5 // between our own servers
/** A client sends the same token with each call: its signature is looked at once. So many tokens are remembered. */
const REMEMBERED = 10_000

const Claims = z.object({
  client_id: z.string().min(1),
  organisation: z.string().min(1),
  sort: z.enum(partnerSorts),
  scope: z.string().transform((scope) => scope.split(' ')),
})

export type AccessTokens = {
  issue: (client: PartnerClient, scope: string) => Promise<string>
  /** The client, or that the token is no good: expired, altered, for somebody else, or never ours. */
  verify: (token: string) => Promise<Admitted | 'no-good'>
}

/** Access tokens as signed JWTs (RFC 9068), by us and for us: issuer and audience are both the public address. */
export function accessTokens(issuer: string, keys: TokenKeys, clock: () => Date): AccessTokens {
  const seconds = () => Math.floor(clock().getTime() / 1000)
  const good = new Map<string, { client: Admitted; exp: number }>()
  const remember = (token: string, client: Admitted, exp: number) => {
    const [oldest] = good.keys()
    if (good.size >= REMEMBERED && oldest !== undefined) good.delete(oldest)
    good.set(token, { client, exp })
    return client
  }
  return {
    issue: ({ clientId, organisation, sort }, scope) =>
      new SignJWT({ client_id: clientId, organisation, sort, scope })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.kid })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(clientId)
        .setJti(randomUUID())
        .setIssuedAt(seconds())
        .setExpirationTime(seconds() + TOKEN_SECONDS)
        .sign(keys.signing),
    async verify(token) {
      const known = good.get(token)
      if (known && seconds() < known.exp) return known.client
      good.delete(token)
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => keyIn(keys, kid), {
          algorithms: ['EdDSA'],
          typ: 'at+jwt',
          issuer,
          audience: issuer,
          requiredClaims: ['sub', 'jti', 'iat', 'exp'],
          maxTokenAge: TOKEN_SECONDS,
          clockTolerance: SKEW_SECONDS,
          currentDate: clock(),
        })
        const { client_id, ...rest } = Claims.parse(payload)
        return remember(token, { clientId: client_id, ...rest }, payload.exp ?? 0)
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof z.ZodError) return 'no-good'
        throw error
      }
    },
  }
}

function keyIn({ verifying }: TokenKeys, kid: string | undefined) {
  const key = verifying.get(kid ?? '')
  if (!key) throw new errors.JWKSNoMatchingKey()
  return key
}

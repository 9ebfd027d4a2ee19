import { type Dispatcher as HttpPool, request } from 'undici'
import { z } from 'zod'
import { TokenRefused } from './token-refused.ts'

/** The access token for one partner, fetched when needed and kept until shortly before it ends. */
export type Tokens = {
  readonly get: (pool: HttpPool, deadline: AbortSignal) => Promise<string>
  /** Forgets a token that the partner did not take, unless a newer one came meanwhile. */
  readonly drop: (token: string | undefined) => void
}

export type Credentials = {
  readonly tokenUrl: string
  readonly clientId: string
  readonly secret: () => string | undefined
}

const Answer = z.object({ access_token: z.string().min(1).max(8192), expires_in: z.number().positive().default(60) })
const shortlyBeforeMs = 10_000

/** OAuth 2.0 client credentials (RFC 6749 4.4), the secret in the Authorization header (2.3.1). */
export function openTokens({ tokenUrl, clientId, secret }: Credentials, now: () => Date): Tokens {
  let kept: { token: string; until: number } | undefined
  let fetching: Promise<string> | undefined

  const fetchToken = async (pool: HttpPool, deadline: AbortSignal) => {
    const word = secret()
    if (word === undefined) throw new TokenRefused('no client secret for this partner: add it to the secrets file')
    const reply = await request(tokenUrl, {
      dispatcher: pool,
      method: 'POST',
      signal: deadline,
      headers: {
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(word)}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    })
    const text = await reply.body.text()
    if (reply.statusCode !== 200) throw new TokenRefused(`no token: status ${reply.statusCode}`)
    const answer = parse(text)
    kept = { token: answer.access_token, until: now().getTime() + answer.expires_in * 1000 - shortlyBeforeMs }
    return answer.access_token
  }

  return {
    get: async (pool, deadline) => {
      if (kept && now().getTime() < kept.until) return kept.token
      fetching ??= fetchToken(pool, deadline).finally(() => {
        fetching = undefined
      })
      return fetching
    },
    drop: (token) => {
      if (kept?.token === token) kept = undefined
    },
  }
}

function parse(text: string): z.output<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text))
  } catch {
    throw new TokenRefused('no token: the answer cannot be read')
  }
}

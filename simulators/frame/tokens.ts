import { randomBytes, timingSafeEqual } from 'node:crypto'

const clientId = 'ringback'
const tokenSeconds = 600

/** A pretend partner's token endpoint: OAuth 2.0 client credentials, for the one client that it knows. */
export function openTokens(secret: string, now: () => Date) {
  const tokens = new Map<string, number>()
  return {
    clientId,
    /** An answer for the token endpoint, or undefined when the client is not who it says. */
    give: (authorization: string | undefined) => {
      if (!sameText(authorization ?? '', `Basic ${btoa(`${clientId}:${encodeURIComponent(secret)}`)}`)) return undefined
      const token = randomBytes(18).toString('base64url')
      tokens.set(token, now().getTime() + tokenSeconds * 1000)
      return { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds }
    },
    takes: (authorization: string | undefined) =>
      (tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '') ?? 0) > now().getTime(),
  }
}

const sameText = (one: string, other: string) => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

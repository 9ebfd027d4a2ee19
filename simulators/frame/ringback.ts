import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

/** What Ringback said. Status 0: it was not reached at all. */
export type Said = { readonly status: number; readonly body: unknown }

/** Ringback, as one pretend partner reaches it. */
export type Ringback = {
  /** Posts JSON as this partner, for its usual purpose unless another is said. What is not taken for want of reach, time or a token is tried again for a minute. */
  readonly post: (path: string, body: unknown, purpose?: string) => Promise<Said>
}

/** What partners of each sort call for (docs/access.md). */
const purposes: Readonly<Record<string, string>> = {
  operator: 'block-handset',
  bank: 'stop-fraud',
  maker: 'lock-handset',
  'mail-provider': 'stop-fraud',
  exchange: 'stop-fraud',
  'identity-issuer': 'stop-fraud',
  'take-down': 'stop-fraud',
  force: 'investigate-crime',
}

type Options = {
  readonly publicUrl: string
  readonly slug: string
  readonly sort: string
  /** Signs a JWT with the key that signs the receipts. */
  readonly sign: (claims: Record<string, unknown>) => Promise<string>
  readonly now: () => Date
  /** Ends all waiting: the partner was stopped. */
  readonly signal: AbortSignal
}

const waitsMs = [100, 400, 1500, 5000, 15_000, 30_000]
const assertionSeconds = 60

/**
 * Calls Ringback as a partner's machine does: OAuth 2.0 client credentials by a signed client assertion (RFC 7523), one
 * access token until it ends, and again what may be asked again.
 */
export function openRingback({ publicUrl, slug, sort, sign, now, signal }: Options): Ringback {
  const clientId = `pretend-${slug}`
  const origin = new URL(publicUrl).origin
  let token: { readonly text: string; readonly until: number } | undefined

  const newToken = async () => {
    const iat = Math.floor(now().getTime() / 1000)
    const aud = `${origin}/oauth/token`
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign({
        ...{ iss: clientId, sub: clientId, aud, jti: randomUUID() },
        ...{ iat, exp: iat + assertionSeconds },
      }),
    })
    const reply = await fetch(aud, { method: 'POST', body: form, signal })
    if (!reply.ok) throw new Error(`No access token: ${reply.status} ${await reply.text()}`)
    const { access_token: text, expires_in: seconds } = (await reply.json()) as {
      access_token: string
      expires_in: number
    }
    token = { text, until: now().getTime() + (seconds - 10) * 1000 }
    return text
  }
  const heldToken = () => (token && token.until > now().getTime() ? token.text : newToken())

  const once = async (path: string, body: unknown, purpose: string | undefined): Promise<Said> => {
    try {
      const headers = {
        authorization: `Bearer ${await heldToken()}`,
        'content-type': 'application/json',
        ...(purpose !== undefined && { 'ringback-purpose': purpose }),
      }
      const reply = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body), signal })
      if (reply.status === 401) token = undefined
      return { status: reply.status, body: await reply.json().catch(() => undefined) }
    } catch {
      return { status: 0, body: undefined }
    }
  }

  return {
    post: async (path, body, purpose = purposes[sort]) => {
      for (const wait of waitsMs) {
        const said = await once(path, body, purpose)
        if (!isWorthAnotherTry(said)) return said
        await pause(wait, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) return said
      }
      return once(path, body, purpose)
    },
  }
}

const isWorthAnotherTry = ({ status }: Said) => status === 0 || status === 401 || status === 429 || status >= 500

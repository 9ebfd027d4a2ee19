/** The centre does not serve us now: it was not reached, or it wants to be left alone for `waitMs`. */
export class NotNow extends Error {
  readonly waitMs: number
  constructor(why: string, waitMs = 0) {
    super(why)
    this.waitMs = waitMs
  }
}

type Call = { readonly method?: 'GET' | 'POST'; readonly body?: string; readonly type?: string }

/** Calls the centre as an operator's machine. Throws `NotNow` where there is no token or no answer. */
export type Client = (path: string, call: Call, signal: AbortSignal) => Promise<Response>

type Options = { readonly url: string; readonly clientId: string; readonly secret: string; readonly now: () => number }

const shortlyBeforeMs = 10_000
const longestWaitMs = 3600_000

/** OAuth 2.0 client credentials (RFC 6749 section 4.4); a token is kept until shortly before its end, or until it is refused. */
export function openClient({ url, clientId, secret, now }: Options): Client {
  const base = url.replace(/\/+$/, '')
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
  let token: { readonly text: string; readonly until: number } | undefined

  const send = async (
    path: string,
    authorization: string,
    { method = 'GET', body, type }: Call,
    signal: AbortSignal,
  ) => {
    const headers = { authorization, 'ringback-purpose': 'block-handset', ...(type && { 'content-type': type }) }
    try {
      return await fetch(base + path, { method, headers, ...(body && { body }), redirect: 'error', signal })
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
      throw new NotNow(`the centre is not reached: ${cause}`)
    }
  }

  const bearer = async (signal: AbortSignal): Promise<string> => {
    if (token && now() < token.until) return token.text
    const form = {
      method: 'POST',
      body: 'grant_type=client_credentials',
      type: 'application/x-www-form-urlencoded',
    } as const
    const reply = await send('/oauth/token', `Basic ${basic}`, form, signal)
    if (!reply.ok) throw await notNow(reply, 'no access token')
    const { access_token: text, expires_in: seconds } = (await reply.json()) as Record<string, unknown>
    if (typeof text !== 'string') throw new NotNow('no access token in the answer')
    token = { text, until: now() + Number(seconds ?? 60) * 1000 - shortlyBeforeMs }
    return text
  }

  return async (path, call, signal) => {
    const reply = await send(path, `Bearer ${await bearer(signal)}`, call, signal)
    if (reply.status === 401) token = undefined
    return reply
  }
}

/** An answer that is none: what it was about, its status, and how long to wait when it says so. */
export async function notNow(reply: Response, what: string): Promise<NotNow> {
  await reply.body?.cancel()
  const seconds = Number(reply.headers.get('retry-after') ?? 0)
  const waitMs = Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWaitMs) : 0
  return new NotNow(`${what}: status ${reply.status}`, waitMs)
}

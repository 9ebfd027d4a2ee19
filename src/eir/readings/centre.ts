/** What the centre said to a batch of readings. */
export type Said =
  /** Taken, or known from before. `refused` of them it will never take. */
  | { readonly is: 'taken'; readonly refused: number }
  /** It cannot take this batch as it is. */
  | { readonly is: 'refused' }
  /** Not now: it was not reached, or wants to be left alone for a while. */
  | { readonly is: 'later'; readonly why: string; readonly waitMs: number }

export type Centre = {
  /** Sends readings, each one JSON text. Never throws. */
  deliver(readings: readonly string[], signal: AbortSignal): Promise<Said>
}

type Options = { readonly url: string; readonly clientId: string; readonly secret: string; readonly now: () => number }

const deadlineMs = 30_000
const shortlyBeforeMs = 10_000
const longestWaitMs = 3600_000

/** The centre as an operator's machine reaches it: OAuth 2.0 client credentials, then `POST /api/sightings`. */
export function openCentre({ url, clientId, secret, now }: Options): Centre {
  const base = url.replace(/\/+$/, '')
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
  let token: { readonly text: string; readonly until: number } | undefined

  const send = (path: string, type: string, authorization: string, body: string, signal: AbortSignal) =>
    fetch(base + path, {
      method: 'POST',
      headers: { authorization, 'content-type': type, 'ringback-purpose': 'block-handset' },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    })

  const bearer = async (signal: AbortSignal): Promise<string | Said> => {
    if (token && now() < token.until) return token.text
    const form = 'grant_type=client_credentials'
    const reply = await send('/oauth/token', 'application/x-www-form-urlencoded', `Basic ${basic}`, form, signal)
    if (!reply.ok) return later(reply, 'no access token')
    const { access_token: text, expires_in: seconds } = (await reply.json()) as Record<string, unknown>
    if (typeof text !== 'string') throw new Error('no access token in the answer')
    token = { text, until: now() + Number(seconds ?? 60) * 1000 - shortlyBeforeMs }
    return text
  }

  return {
    async deliver(readings, signal) {
      try {
        const text = await bearer(signal)
        if (typeof text !== 'string') return text
        const body = `{"readings":[${readings.join(',')}]}`
        const reply = await send('/api/sightings', 'application/json', `Bearer ${text}`, body, signal)
        if (reply.status === 401) token = undefined
        if (reply.ok) {
          const { refused } = (await reply.json()) as { refused?: unknown }
          return { is: 'taken', refused: Array.isArray(refused) ? refused.length : 0 }
        }
        await reply.body?.cancel()
        if ([400, 413, 422].includes(reply.status)) return { is: 'refused' }
        return later(reply, 'readings not taken')
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
        return { is: 'later', why: `the centre is not reached: ${cause}`, waitMs: 0 }
      }
    },
  }
}

async function later(reply: Response, what: string): Promise<Said> {
  await reply.body?.cancel()
  const seconds = Number(reply.headers.get('retry-after') ?? 0)
  const waitMs = Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWaitMs) : 0
  return { is: 'later', why: `${what}: status ${reply.status}`, waitMs }
}

import { Agent, errors, type Dispatcher as HttpPool, request } from 'undici'
import type { z } from 'zod'
import { type Outcome, retry } from './outcome.ts'
import { TokenRefused } from './token-refused.ts'
import type { Tokens } from './tokens.ts'

/** What a connector may ask of its partner. A path on the partner's own origin; JSON in the body, never data in the path. */
export type PartnerCall = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly json?: unknown
  /** A body that is not JSON. */
  readonly bytes?: Uint8Array
  readonly idempotencyKey?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back. `status` 0 means no whole answer, and `failed` says why; the call never throws for what a partner does. */
export type PartnerReply = {
  readonly status: number
  readonly failed?: string
  readonly retryAfterSeconds?: number
  /** The JSON body if it fits the schema, else undefined. */
  readonly read: <Schema extends z.ZodType>(schema: Schema) => z.output<Schema> | undefined
}

export type PartnerHttp = (path: string, call?: PartnerCall) => Promise<PartnerReply>

/** The outcome for an answer that a contract does not name: try again, no sooner than the partner asked for. */
export const retryLater = ({ status, failed, retryAfterSeconds = 0 }: PartnerReply): Outcome =>
  retry(retryAfterSeconds, failed ?? `status ${status}`)

const maxReplyBytes = 64 * 1024
const longestRetryAfterSeconds = 3600

/** One pool a partner, so that a slow one can never use up another's sockets. */
export function openPool(concurrency: number): Agent {
  // Deadlines are ours, over the whole call: undici's own timers would only cover its parts.
  return new Agent({
    connections: concurrency,
    pipelining: 1,
    maxResponseSize: maxReplyBytes,
    keepAliveTimeout: 30_000,
  })
}

type Options = {
  readonly baseUrl: string
  readonly pool: HttpPool
  readonly deadline: AbortSignal
  readonly tokens?: Tokens
}

/** A client for one call: signed in, with one deadline over everything, and no redirect followed. */
export function partnerHttp({ baseUrl, pool, deadline, tokens }: Options): PartnerHttp {
  const send = async (path: string, call: PartnerCall, token: string | undefined) => {
    const { json, bytes, idempotencyKey, headers } = call
    const body = json === undefined ? bytes : JSON.stringify(json)
    const method = call.method ?? (body === undefined ? 'GET' : 'POST')
    const reply = await request(urlOn(baseUrl, path), {
      dispatcher: pool,
      method,
      signal: deadline,
      headers: {
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
    return { reply, text: await reply.body.text() }
  }

  return async (path, call = {}) => {
    try {
      let token = await tokens?.get(pool, deadline)
      let answer = await send(path, call, token)
      if (answer.reply.statusCode === 401 && tokens) {
        tokens.drop(token)
        token = await tokens.get(pool, deadline)
        answer = await send(path, call, token)
      }
      return replyOf(answer.reply.statusCode, answer.text, answer.reply.headers['retry-after'])
    } catch (error) {
      return { status: 0, failed: whyFailed(error), read: () => undefined }
    }
  }
}

function urlOn(baseUrl: string, path: string): URL {
  const base = new URL(baseUrl)
  const url = new URL(base.pathname.replace(/\/$/, '') + path, base)
  if (url.origin !== base.origin) throw new Error('A connector may only call its own partner.')
  return url
}

function replyOf(status: number, text: string, retryAfter: string | string[] | undefined): PartnerReply {
  const retryAfterSeconds = secondsOf(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter)
  return {
    status,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    read: (schema) => {
      try {
        return schema.safeParse(JSON.parse(text)).data
      } catch {
        return undefined // not JSON: the same as saying nothing
      }
    },
  }
}

/** Retry-After in seconds (RFC 9110 10.2.3). The date form is not read: it would need the partner's clock to be right. */
const secondsOf = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,9}$/.test(header) ? Math.min(Number(header), longestRetryAfterSeconds) : undefined

/** A word for the log and the metric. Never the error's own text, which may quote what was sent. */
function whyFailed(error: unknown): string {
  if (error instanceof TokenRefused) return error.message
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'no answer before the deadline'
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'answer too large'
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? `connection failed (${code})` : 'connection failed'
}

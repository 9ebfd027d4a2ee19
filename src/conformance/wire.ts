import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps, Agent as SecureAgent } from 'node:https'

/** Longer answers count as none (docs/guide/partners.md, "What a partner promises"). */
export const mostBytes = 64 * 1024

export type Call = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Sends the body in pieces, this many milliseconds apart. */
  readonly dripMs?: number
}

/** Why there was no whole answer. */
export type Failure = 'unreachable' | 'cut off' | 'after the deadline' | 'larger than 64 KB' | 'not HTTP'

export type Answer = {
  /** Method and path: for the report. */
  readonly call: string
  /** 0 when there was no whole answer. */
  readonly status: number
  readonly failed?: Failure
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body when it is JSON, else undefined. */
  readonly json: unknown
  readonly ms: number
  /** It came over a connection that had served a call before. */
  readonly isReused: boolean
  /** What was sent is more than anybody need read. */
  readonly isHuge: boolean
}

export type Wire = {
  readonly send: (path: string, call?: Call) => Promise<Answer>
  readonly close: () => void
}

export type WireOptions = {
  readonly baseUrl: string
  readonly deadlineMs: number
  /** Told of every answer. */
  readonly record?: (answer: Answer) => void
}

/** Calls one address. Never throws for what the other side does, follows no redirect, and ends within the deadline. */
export function openWire({ baseUrl, deadlineMs, record = () => {} }: WireOptions): Wire {
  const isSecure = new URL(baseUrl).protocol === 'https:'
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 32 })
  const send = async (path: string, call: Call = {}) => {
    const once = () => exchange({ url: urlOf(baseUrl, path), path, call, agent, deadlineMs })
    const first = await once()
    // The other side may close an idle connection at the moment when we use it (RFC 9112 9.3.1): asked again on a new one.
    const answer = first.failed === 'cut off' && first.isReused && !first.isHuge ? await once() : first
    record(answer)
    return answer
  }
  return { send, close: () => agent.destroy() }
}

/** A path below an address that may have one itself. */
export function urlOf(baseUrl: string, path: string): URL {
  return new URL(new URL(baseUrl).pathname.replace(/\/$/, '') + path, baseUrl)
}

/** What came of one call, as far as it came. */
export type Came = Partial<Pick<Answer, 'status' | 'failed' | 'headers' | 'text'>>

type Around = Pick<Answer, 'isReused' | 'ms'> & { readonly path: string; readonly call: Call }

export function answerOf(came: Came, { path, call, isReused, ms }: Around): Answer {
  const { body } = call
  const text = came.text ?? ''
  return {
    ...{ status: 0, headers: {}, ...came, text, json: parsed(text), isReused, ms },
    call: `${methodOf(call)} ${path.split('?')[0]}`,
    isHuge: body !== undefined && Buffer.byteLength(body) > 1_000_000,
  }
}

const methodOf = ({ method, body }: Call) => method ?? (body === undefined ? 'GET' : 'POST')

type Exchange = {
  readonly url: URL
  readonly path: string
  readonly call: Call
  readonly agent: Agent
  readonly deadlineMs: number
}

function exchange({ url, path, call, agent, deadlineMs }: Exchange): Promise<Answer> {
  const { body, dripMs } = call
  const method = methodOf(call)
  const began = performance.now()
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const headers = { accept: 'application/json, application/problem+json', ...length, ...call.headers }
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(url, { method, headers, agent })
    const end = (came: Came) => {
      clearTimeout(timer)
      resolve(answerOf(came, { path, call, isReused: request.reusedSocket, ms: performance.now() - began }))
    }
    const fail = (failed: Failure) => {
      end({ failed })
      request.destroy()
    }
    const timer = setTimeout(() => fail('after the deadline'), deadlineMs)
    request.on('error', (error) => fail(failureOf(error)))
    request.on('response', (response) => collect(response, end, fail))
    request.on('upgrade', () => fail('not HTTP'))
    if (dripMs === undefined) request.end(body)
    else void drip(request, String(body), dripMs)
  })
}

function collect(response: IncomingMessage, end: (came: Came) => void, fail: (why: Failure) => void): void {
  const { statusCode: status = 0, headers } = response
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > mostBytes) return fail('larger than 64 KB')
    chunks.push(chunk)
  })
  response.on('end', () => end({ status, headers, text: Buffer.concat(chunks).toString('utf8') }))
  response.on('error', () => fail('cut off'))
  response.on('close', () => end({ failed: 'cut off' })) // does nothing when it had ended
}

async function drip(request: ReturnType<typeof overHttp>, body: string, pauseMs: number): Promise<void> {
  const size = Math.ceil(body.length / 5)
  for (let at = 0; at < body.length && !request.destroyed; at += size) {
    request.write(body.slice(at, at + size))
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  request.end()
}

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EACCES']

export function failureOf(error: Error): Failure {
  const code = 'code' in error ? String(error.code) : ''
  if (code.startsWith('HPE_')) return 'not HTTP'
  // A certificate that is not trusted has codes such as DEPTH_ZERO_SELF_SIGNED_CERT: nothing was asked yet.
  return unreachable.includes(code) || /CERT|SSL|TLS/.test(code) ? 'unreachable' : 'cut off'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A field of a JSON object; undefined when it is none or has none. */
export function field(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined
}

/** Retry-After in milliseconds, when it is the number that the contract asks for. */
export function retryAfterMs({ headers }: Answer): number | undefined {
  const after = headers['retry-after']
  return after !== undefined && /^\d{1,9}$/.test(after) ? Number(after) * 1000 : undefined
}

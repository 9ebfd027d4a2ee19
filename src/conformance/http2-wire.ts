import { type ClientHttp2Session, connect } from 'node:http2'
import {
  type Answer,
  answerOf,
  type Call,
  type Came,
  failureOf,
  mostBytes,
  urlOf,
  type Wire,
  type WireOptions,
} from './wire.ts'

/**
 * The same as `openWire`, over HTTP/2 without asking first (RFC 9113 3.3): what a 5G core speaks (TS 29.500 5.2.1). Over https
 * it is agreed by ALPN.
 */
export function openHttp2Wire({ baseUrl, deadlineMs, record = () => {} }: WireOptions): Wire {
  let session: ClientHttp2Session | undefined
  const open = () => {
    if (session && !session.closed && !session.destroyed) return session
    session = connect(new URL(baseUrl).origin)
    session.on('error', () => {}) // each stream is told, too
    return session
  }
  const send = async (path: string, call: Call = {}) => {
    const began = performance.now()
    const isReused = session !== undefined && !session.closed && !session.destroyed
    const came = await exchange(open, urlOf(baseUrl, path), call, deadlineMs)
    const answer: Answer = answerOf(came, { path, call, isReused, ms: performance.now() - began })
    record(answer)
    return answer
  }
  return { send, close: () => session?.destroy() }
}

/** A session can be ending at the moment when it is used. */
function begun(open: () => ClientHttp2Session, method: string, { pathname, search }: URL) {
  try {
    return open().request({ ':method': method, ':path': pathname + search, accept: 'application/json' })
  } catch {
    return undefined
  }
}

function exchange(open: () => ClientHttp2Session, url: URL, call: Call, deadlineMs: number): Promise<Came> {
  return new Promise((resolve) => {
    const stream = begun(open, call.method ?? 'GET', url)
    if (!stream) return resolve({ failed: 'cut off' })
    const chunks: Buffer[] = []
    let [bytes, status] = [0, 0]
    let said: Answer['headers'] = {}
    const end = (came: Came) => {
      clearTimeout(timer)
      resolve(came)
      stream.destroy()
    }
    const timer = setTimeout(() => end({ failed: 'after the deadline' }), deadlineMs)
    stream.on('error', (error) => end({ failed: failureOf(error) }))
    stream.on('response', (came) => {
      status = came[':status'] ?? 0
      said = Object.fromEntries(Object.entries(came).filter(([name]) => !name.startsWith(':')))
    })
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > mostBytes) return end({ failed: 'larger than 64 KB' })
      chunks.push(chunk)
    })
    stream.on('end', () => {
      if (status > 0) end({ status, headers: said, text: Buffer.concat(chunks).toString('utf8') })
    })
    stream.on('close', () => end({ failed: 'cut off' })) // does nothing when it had ended
    stream.end()
  })
}

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Answer } from '../answer/answers.ts'
import { batchPath, batchTooLarge, batchWrongMethod, mostBatchBytes } from '../answer/batch.ts'
import type { Answering } from './answering.ts'
import { readBody } from './read-body.ts'

const ignore = () => {}

/** Answers over HTTP/2, on its streams and not by node's imitation of HTTP/1.1. */
export function onHttp2({ answerTarget, answerBatch, count }: Answering) {
  const send = (stream: ServerHttp2Stream, answer: Answer) => {
    count(answer)
    stream.respond(answer.headers)
    stream.end(answer.body, 'latin1')
  }
  const sendBatch = async (stream: ServerHttp2Stream, method: string) => {
    if (method !== 'POST') return send(stream, batchWrongMethod)
    const body = await readBody(stream, mostBatchBytes)
    if (!stream.destroyed) send(stream, body === undefined ? batchTooLarge : answerBatch(body))
  }
  return (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const { ':method': method = '', ':path': path = '' } = headers
    stream.on('error', ignore) // the client took its question back
    if (path === batchPath) return void sendBatch(stream, method).catch(ignore)
    const answer = answerTarget(method, path)
    if (method === 'GET') return send(stream, answer)
    stream.resume() // a body that nobody reads must not use up the connection's window
    if (method !== 'HEAD') return send(stream, answer)
    count(answer)
    stream.respond(answer.headers, { endStream: true })
  }
}

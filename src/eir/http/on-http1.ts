import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answer } from '../answer/answers.ts'
import { batchPath, batchTooLarge, batchWrongMethod, mostBatchBytes } from '../answer/batch.ts'
import type { Answering } from './answering.ts'
import { readBody } from './read-body.ts'
import { openSender } from './send.ts'

/** Answers over HTTP/1.1. */
export function onHttp1({ answerTarget, answerBatch, count }: Answering): RequestListener {
  const sendMade = openSender()
  const send = (response: ServerResponse, answer: Answer) => {
    count(answer)
    response.writeHead(answer.status, answer.fields).end(answer.body, 'latin1')
  }
  const sendBatch = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'POST') return send(response, batchWrongMethod)
    const body = await readBody(request, mostBatchBytes)
    send(response, body === undefined ? batchTooLarge : answerBatch(body))
  }
  return (request, response) => {
    const { method = '', url = '' } = request
    if (url === batchPath)
      sendBatch(request, response).catch(() => response.destroy()) // its sender went away
    else {
      const answer = answerTarget(method, url)
      count(answer)
      sendMade(response, answer)
    }
  }
}

/** What could not even be read as a request is answered in the same form, and its connection ends. */
export function onBroken(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const title = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }[status]
  const body = JSON.stringify({ status, title })
  const head = `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}`
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`)
}

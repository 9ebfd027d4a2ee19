import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '#platform/log'
import { describeFault } from './describe-fault.ts'
import { plainErrorPage, type RenderError, wantsHtml } from './error-page.ts'
import { isProblem, type Problem, problem, problemDocument } from './problem.ts'
import type { ProblemCode } from './problems.ts'

/** What Fastify and its plugins mean by a status, when they refuse before a handler runs. */
const ofStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-request',
  403: 'not-found', // a crooked path below a folder of files: there is nothing to find there
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'request-timeout',
  413: 'body-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  431: 'headers-too-large',
}

/**
 * The problem in whatever was thrown. Only the framework's own refusals are believed; all else is our fault: 500. A
 * connection that broke is the caller's when the request did not come whole, else it was one of ours to the database.
 */
export const problemIn = (error: unknown, request: { readonly complete: boolean }): Problem => {
  const { carried, statusCode, code, name } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >
  if (isProblem(carried)) return carried
  const ofFiles = name === 'ForbiddenError' // @fastify/send gives it no code
  const framework = ofFiles || (typeof code === 'string' && code.startsWith('FST_')) || error instanceof SyntaxError
  const known = framework && typeof statusCode === 'number' ? ofStatus[statusCode] : undefined
  return problem(known ?? (code === 'ECONNRESET' && !request.complete ? 'malformed-request' : 'fault'))
}

/** Answers every error of the edge: a problem document, or a page for a person. A fault is logged under its reference. */
export const answerErrors =
  (log: Log, renderError: RenderError) =>
  async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const found = problemIn(error, request.raw)
    if (found.status === 500) log.error({ request: request.id, fault: describeFault(error) }, 'fault')
    return answerProblem(found, orPlain(log, renderError), request, reply)
  }

/** A template that fails must not turn an answer into silence, or into a stranger's words. */
const orPlain =
  (log: Log, renderError: RenderError): RenderError =>
  async (document, request) => {
    try {
      return await renderError(document, request)
    } catch (fault) {
      log.error({ request: request.id, fault: describeFault(fault) }, 'error page failed')
      return plainErrorPage(document, request)
    }
  }

/** Sends one problem in the form that the caller reads. */
const answerProblem = async (found: Problem, pageOf: RenderError, request: FastifyRequest, reply: FastifyReply) => {
  request.answered = found.problem
  const document = problemDocument(found, request.id)
  reply.code(found.status).headers({ ...found.headers, 'cache-control': 'no-store', vary: 'accept' })
  if (found.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
  if (!wantsHtml(request)) return reply.type('application/problem+json').send(document)
  return reply.type('text/html; charset=utf-8').send(await pageOf(document, request))
}

/** What Node's parser could not read never becomes a request: answered on the bare socket, nothing of it logged. */
export const answerClientError = (log: Log) => (error: Error & { code?: string }, socket: Socket) => {
  const code = ofParser[error.code ?? ''] ?? 'malformed-request'
  const reference = randomUUID()
  log.info({ request: reference, status: problem(code).status, problem: code }, 'unreadable request')
  if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy()
  const document = problemDocument(problem(code), reference)
  const body = JSON.stringify(document)
  socket.end(
    `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nringback-request: ${reference}\r\nconnection: close\r\n\r\n${body}`,
  )
}

const ofParser: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
}

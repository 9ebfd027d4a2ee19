import type { StatusCode } from '#lib/imei/plane/status'
import { type Fault, faults } from './read-query.ts'

/** A whole answer, made once and sent often. */
export type Answer = {
  readonly status: number
  /** What it is called in the metrics. */
  readonly name: string
  /** Names and values in turn, as `writeHead` takes them. */
  readonly fields: string[]
  /** The same for HTTP/2. */
  readonly headers: Record<string, string | number>
  /** ASCII. */
  readonly body: string
}

type Content = { readonly status: number; readonly type: string; readonly name: string; readonly body: string }

export function answerOf({ status, type, name, body }: Content, more: Record<string, string> = {}): Answer {
  const length = Buffer.byteLength(body)
  const fields = { 'content-type': type, 'content-length': String(length), ...more }
  return { status, name, body, fields: Object.entries(fields).flat(), headers: { ':status': status, ...fields } }
}

/** ProblemDetails of TS 29.571 clause 5.2.4.1 (RFC 9457). */
export function problemOf(
  status: number,
  title: string,
  { cause, param, headers }: { cause?: string; param?: string | undefined; headers?: Record<string, string> } = {},
): Answer {
  const invalidParams = param === undefined ? undefined : [{ param: `query ${param}` }]
  const body = JSON.stringify({ status, title, cause, invalidParams })
  return answerOf({ status, type: 'application/problem+json', name: `problem-${status}`, body }, headers)
}

const found = (name: string, word: string) =>
  answerOf({ status: 200, type: 'application/json', name, body: JSON.stringify({ status: word }) })

/** By status code. The words are those of TS 29.511 clause 6.1.6.3.3. */
export const answers: Readonly<Record<StatusCode, Answer>> = {
  0: { ...problemOf(404, 'Not Found', { cause: 'ERROR_EQUIPMENT_UNKNOWN' }), name: 'unknown' },
  1: found('permitted', 'WHITELISTED'),
  2: found('tracked', 'GREYLISTED'),
  3: found('blocked', 'BLACKLISTED'),
}

export const badQuery = Object.fromEntries(
  Object.entries(faults).map(([fault, { cause, param }]) => [fault, problemOf(400, 'Bad Request', { cause, param })]),
) as Readonly<Record<Fault, Answer>>

export const noSuchPath = problemOf(404, 'Not Found')
export const wrongMethod = problemOf(405, 'Method Not Allowed', { headers: { allow: 'GET, HEAD' } })
export const targetTooLong = problemOf(414, 'URI Too Long')

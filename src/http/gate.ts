import type { FastifyRequest } from 'fastify'
import { matrix } from './access/matrix.ts'
import { judge } from './access/policy.ts'
import { isPurpose, type Purpose } from './access/vocabulary.ts'
import type { Caller } from './caller.ts'
import type { RouteFrame } from './define-route.ts'
import { problem, thrown } from './problem.ts'
import type { Call } from './run-handler.ts'

type Frame = Pick<RouteFrame, 'who' | 'purpose' | 'foreignBearer'> & { personal: boolean }

/** Lets a request through to a route's handler, or throws the problem that says why not. Runs before validation. */
export const pass = ({ who, purpose: fixed, personal, foreignBearer }: Frame, request: FastifyRequest): Call => {
  const { caller, refused } = request.asked
  if (foreignBearer)
    return { caller: { kind: 'anyone' }, purpose: fixed, request: request.id, reach: 'all', ...bearerOf(request) }
  if (refused) throw thrown(refused)
  const stated = statedPurpose(request, caller)
  const purpose = fixed ?? stated
  const { cookie } = request.headers
  const call = { caller, purpose, request: request.id, ...idempotencyKey(request), ...(cookie && { cookie }) }
  if (who === 'anyone') {
    if (personal && purpose === undefined) throw thrown(problem('purpose-needed'))
    return { ...call, reach: 'all' }
  }
  const verdict = judge(matrix, caller, who, purpose)
  if (!verdict.may) throw thrown(problem(verdict.because))
  return { ...call, reach: verdict.reach }
}

const bearerOf = ({ headers: { authorization = '' } }: FastifyRequest) => {
  const bearer = /^bearer +(\S{1,500})$/i.exec(authorization)?.[1]
  return bearer === undefined ? {} : { bearer }
}

// Cut short, two keys could become one.
const idempotencyKey = ({ headers: { 'idempotency-key': key } }: FastifyRequest) => {
  if (typeof key !== 'string') return {}
  if (key.length <= 200) return { key }
  throw thrown(problem('malformed-request', { detail: 'Send an Idempotency-Key of at most 200 characters.' }))
}

/** Why the caller looks: said in the header, in a form's field `purpose`, or once for the whole sign-in. */
const statedPurpose = (request: FastifyRequest, caller: Caller): Purpose | undefined => {
  const said = request.headers['ringback-purpose'] ?? takeFormPurpose(request)
  if (said === undefined) return caller.kind === 'staff' ? caller.purpose : undefined
  if (typeof said !== 'string' || !isPurpose(said)) throw thrown(problem('unknown-purpose'))
  return said
}

/** A form's `purpose` is for the gate: it is taken out before the route's own schema sees the form. */
const takeFormPurpose = ({ headers, body }: FastifyRequest): unknown => {
  if (!headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined
  if (typeof body !== 'object' || body === null || !('purpose' in body)) return undefined
  const { purpose } = body
  delete body.purpose
  return purpose
}

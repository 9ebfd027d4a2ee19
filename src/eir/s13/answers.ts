import type { StatusCode } from '#lib/imei/plane/status'
import { type Avp, avpOf, avpsOf, copyOf } from './avp.ts'
import { application, avp, equipmentUnknown, flag, result, vendor3gpp } from './dictionary.ts'
import type { Fault, Place } from './grammar.ts'
import { headerBytes, messageOf, readHeader } from './header.ts'
import type { Identity } from './identity.ts'

const of3gpp = { vendor: vendor3gpp }

/** The AVP that says which application is meant. */
export const s13Application = avpOf(avp.vendorSpecificApplicationId, [
  avpOf(avp.vendorId, vendor3gpp),
  avpOf(avp.authApplicationId, application.s13),
])

const noStateMaintained = avpOf(avp.authSessionState, 1)
const success = avpOf(avp.resultCode, result.success)

/** The values of Equipment-Status (TS 29.272 clause 7.3.51), by our own status code. */
const equipmentStatus = { 1: 0, 2: 2, 3: 1 } as const

/** Who says so. */
export const originOf = ({ host, realm }: Identity): Buffer[] => [
  avpOf(avp.originHost, host),
  avpOf(avp.originRealm, realm),
]

/** By status code: an ME-Identity-Check-Answer from behind its Session-Id to its end, made once and sent often. */
export function checkTails(identity: Identity): Readonly<Record<StatusCode, Buffer>> {
  const tail = (said: Buffer, more: Buffer[] = []) =>
    Buffer.concat([s13Application, said, noStateMaintained, ...originOf(identity), ...more])
  const found = (status: 1 | 2 | 3) => tail(success, [avpOf(avp.equipmentStatus, equipmentStatus[status], of3gpp)])
  const unknown = avpOf(avp.experimentalResult, [
    avpOf(avp.vendorId, vendor3gpp),
    avpOf(avp.experimentalResultCode, equipmentUnknown),
  ])
  return { 0: tail(unknown), 1: found(1), 2: found(2), 3: found(3) }
}

/** The answer to a request that has nothing to be given back but its Session-Id. */
export function withSession(request: Buffer, { start, to, end }: Omit<Place, 'count'>, tail: Buffer): Buffer {
  const message = Buffer.allocUnsafe(headerBytes + end - start + tail.length)
  // Command, application and both identifiers stay.
  request.copy(message, 0, 0, headerBytes)
  message.writeUInt32BE(0x01000000 + message.length, 0)
  message[4] = (request[4] as number) & flag.proxiable
  request.copy(message, headerBytes, start, to)
  message.fill(0, headerBytes + to - start, headerBytes + end - start) // its padding
  tail.copy(message, headerBytes + end - start)
  return message
}

/** The answer to any request, with the Session-Id and what agents on the way want back (RFC 6733 section 6.2). */
export function answerOf(request: Buffer, avps: readonly Buffer[], { isError = false } = {}): Buffer {
  const { session, proxies } = toGiveBack(request)
  const header = readHeader(request)
  const flags = (header.flags & flag.proxiable) | (isError ? flag.error : 0)
  return messageOf({ ...header, flags }, [...session, ...avps, ...proxies])
}

/**
 * The answer to a request that is not answered as asked: a protocol error, or one without the Session-Id that the command's own
 * form wants, in the form of RFC 6733 section 7.2, else in that of its command.
 */
export function refusalOf(request: Buffer, fault: Fault, identity: Identity): Buffer {
  const { result: code } = fault
  const isBase = readHeader(request).application === application.base
  const isError = code < 4000 || (!isBase && toGiveBack(request).session.length === 0)
  const said = avpOf(avp.resultCode, code)
  const why = whyOf(fault)
  if (isError) return answerOf(request, [...originOf(identity), said, ...why], { isError })
  if (isBase) return answerOf(request, [said, ...originOf(identity), ...why])
  return answerOf(request, [s13Application, said, noStateMaintained, ...originOf(identity), ...why])
}

/** The Failed-AVP, where one AVP is at fault. */
export const whyOf = ({ failed }: Fault): Buffer[] => (failed ? [avpOf(avp.failedAvp, [failed])] : [])

function toGiveBack(request: Buffer) {
  const all = [...avpsOf(request, headerBytes, request.length)].filter(({ vendor }) => vendor === 0)
  const bytes = (one: Avp) => copyOf(request, one)
  return {
    session: all
      .filter(({ code }) => code === avp.sessionId)
      .slice(0, 1)
      .map(bytes),
    proxies: all.filter(({ code }) => code === avp.proxyInfo).map(bytes),
  }
}

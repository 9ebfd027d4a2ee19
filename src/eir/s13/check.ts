import type { StatusCode } from '#lib/imei/plane/status'
import type { Told } from '../answer/answer-target.ts'
import { noHandset } from '../answer/pei.ts'
import { decide } from '../decide.ts'
import { isDigits, keyOfDigits, noKey } from '../key-number.ts'
import { answerOf, checkTails, refusalOf, withSession } from './answers.ts'
import { avpOf, copyOf } from './avp.ts'
import { avp, result, vendor3gpp } from './dictionary.ts'
import { any, exampleOf, type Fault, maybe, of3gpp, one, openGrammar, type Place, unsigned32 } from './grammar.ts'
import { headerBytes } from './header.ts'
import type { Identity } from './identity.ts'

// TS 29.272 clause 7.2.19.
const request = {
  sessionId: one(avp.sessionId),
  drmp: maybe(avp.drmp, unsigned32),
  application: maybe(avp.vendorSpecificApplicationId),
  authSessionState: one(avp.authSessionState, unsigned32),
  originHost: one(avp.originHost),
  originRealm: one(avp.originRealm),
  destinationHost: maybe(avp.destinationHost),
  destinationRealm: one(avp.destinationRealm),
  terminal: one(avp.terminalInformation, of3gpp),
  userName: maybe(avp.userName),
  proxyInfo: any(avp.proxyInfo),
  routeRecord: any(avp.routeRecord),
}

// TS 29.272 clause 7.3.3.
const terminalInformation = {
  imei: maybe(avp.imei, of3gpp),
  softwareVersion: maybe(avp.softwareVersion, of3gpp),
  meid: maybe(avp.meid, of3gpp),
}

export type Answered = { readonly message: Buffer; readonly name: string }

/** By status code: what an answer is called in the metrics. */
const names = ['s13-unknown', 's13-permitted', 's13-tracked', 's13-blocked'] as const

/** Answers ME-Identity-Check-Requests, by the same rules as N5g-eir. */
export function openChecks({ rules, onAttempt }: Told, identity: Identity): (message: Buffer) => Answered {
  const { found, read } = openGrammar(request)
  const terminal = openGrammar(terminalInformation)
  const tails = checkTails(identity)
  const [ourHost, ourRealm] = [identity.host.toLowerCase(), identity.realm.toLowerCase()]
  const ask = { key: noHandset, supi: '' }

  return (message) => {
    const fault = readAll(message)
    if (fault) return { message: refusalOf(message, fault, identity), name: nameOf(fault) }
    const status: StatusCode = ask.key === noHandset ? rules.unknown : decide(ask.key, ask.supi, rules)
    if (status > 1) onAttempt(ask.key, status)
    const tail = tails[status]
    const answer = found.proxyInfo.count > 0 ? answerOf(message, [tail]) : withSession(message, found.sessionId, tail)
    return { message: answer, name: names[status] }
  }

  /** Fills `ask`, or says why it cannot. */
  function readAll(message: Buffer): Fault | undefined {
    return (
      read(message, headerBytes, message.length) ??
      judgeDestination(message) ??
      readSubscriber(message, found.userName) ??
      readTerminal(message)
    )
  }

  /** For this node? It passes nothing on (RFC 6733 section 6.1.4). */
  function judgeDestination(message: Buffer): Fault | undefined {
    const { destinationHost: host, destinationRealm: realm } = found
    if (host.count > 0) return isName(message, host, ourHost) ? undefined : { result: result.unableToDeliver }
    return isName(message, realm, ourRealm) ? undefined : { result: result.realmNotServed }
  }

  function readSubscriber(message: Buffer, place: Place): Fault | undefined {
    ask.supi = ''
    if (place.count === 0) return undefined
    const imsi = textAt(message, place)
    ask.supi = `imsi-${imsi}`
    if (imsi.length >= 5 && imsi.length <= 15 && isDigits(imsi, 0, imsi.length)) return undefined
    return { result: result.invalidAvpValue, failed: copyOf(message, place) }
  }

  function readTerminal(message: Buffer): Fault | undefined {
    const fault = terminal.read(message, found.terminal.from, found.terminal.to)
    if (fault) return inTerminal(fault.result, fault.failed)
    const { imei, meid } = terminal.found
    ask.key = noHandset
    if (imei.count === 0) {
      // A MEID alone is right and names no handset that could be listed, as the address of a fixed line's box does in 5G.
      return meid.count > 0 ? undefined : inTerminal(result.missingAvp, exampleOf(terminalInformation.imei))
    }
    const digits = textAt(message, imei)
    ask.key = keyOfDigits(digits, 0, digits.length)
    if (ask.key !== noKey) return undefined
    return inTerminal(result.invalidAvpValue, avpOf(avp.imei, message.subarray(imei.from, imei.to), of3gpp))
  }
}

/** What is wrong inside of a group is shown inside of it (RFC 6733 section 7.5). */
const inTerminal = (code: number, failed: Buffer | undefined): Fault => ({
  result: code,
  failed: avpOf(avp.terminalInformation, failed ? [failed] : [], { vendor: vendor3gpp }),
})

export const nameOf = ({ result: code }: Fault): string => `s13-${code}`

const textAt = (message: Buffer, { from, to }: Place): string => message.toString('latin1', from, to)

/** Names of hosts are the same in upper and lower case. */
function isName(message: Buffer, place: Place, ours: string): boolean {
  const name = textAt(message, place)
  return name === ours || name.toLowerCase() === ours
}

import { randomInt } from 'node:crypto'
import { answerOf, originOf, refusalOf, whyOf } from './answers.ts'
import { avpOf } from './avp.ts'
import { ourCapabilities } from './capabilities.ts'
import { type Answered, nameOf } from './check.ts'
import { application, avp, command, flag, result } from './dictionary.ts'
import { type Fault, maybe, one, openGrammar, unsigned32 } from './grammar.ts'
import { headerBytes, messageOf } from './header.ts'
import type { Identity } from './identity.ts'

// RFC 6733 sections 5.4.1 and 5.5.1.
const origin = { originHost: one(avp.originHost), originRealm: one(avp.originRealm) }
const watchdog = openGrammar({ ...origin, state: maybe(avp.originStateId, unsigned32) })
const disconnect = openGrammar({ ...origin, cause: one(avp.disconnectCause, unsigned32) })

const rebooting = 0

/** What an answer is called that lets the other side go. */
export const letGo = 's13-disconnect'

export type Speaker = {
  readonly identity: Identity
  /** Of this machine, at this connection. */
  readonly address: string
  /** When this node started (s since 1970): it grows with each start, so that peers know of it. */
  readonly stateId: number
}

/** What is said in the base protocol, of which every application is made: no state, but for the identifiers of questions. */
export function openBase({ identity, address, stateId }: Speaker) {
  const nextIds = openIds(stateId)
  const state = avpOf(avp.originStateId, stateId)
  const agreed = [avpOf(avp.resultCode, result.success), ...originOf(identity)]
  const capabilities = (code: number) => ourCapabilities(identity, address, stateId, code)
  const refuse = (message: Buffer, fault: Fault): Answered => ({
    message: refusalOf(message, fault, identity),
    name: nameOf(fault),
  })
  const ask = (code: number, avps: readonly Buffer[]) => {
    const ids = nextIds()
    const header = { flags: flag.request, command: code, application: application.base, ...ids }
    return { message: messageOf(header, [...originOf(identity), ...avps]), hopByHop: ids.hopByHop }
  }

  return {
    refuse,
    welcome: (message: Buffer): Answered => ({
      message: answerOf(message, capabilities(result.success)),
      name: 's13-peer',
    }),
    /** But for a protocol error the command's own form has to be kept. */
    refuseGreeting(message: Buffer, fault: Fault): Answered {
      if (fault.result < 4000) return refuse(message, fault)
      return { message: answerOf(message, [...capabilities(fault.result), ...whyOf(fault)]), name: nameOf(fault) }
    },
    answerWatchdog(message: Buffer): Answered {
      const fault = watchdog.read(message, headerBytes, message.length)
      return fault ? refuse(message, fault) : { message: answerOf(message, [...agreed, state]), name: 's13-watchdog' }
    },
    answerDisconnect(message: Buffer): Answered {
      const fault = disconnect.read(message, headerBytes, message.length)
      return fault ? refuse(message, fault) : { message: answerOf(message, agreed), name: letGo }
    },
    watch: () => ask(command.watchdog, [state]),
    leave: () => ask(command.disconnect, [avpOf(avp.disconnectCause, rebooting)]),
  }
}

/** Identifiers of our own requests: the second must not come again in four minutes, not even after a restart (section 3). */
function openIds(startedAt: number) {
  let [hopByHop, endToEnd] = [randomInt(2 ** 32), (startedAt & 0xfff) * 2 ** 20 + randomInt(2 ** 20)]
  return () => {
    hopByHop = (hopByHop + 1) >>> 0
    endToEnd = (endToEnd + 1) >>> 0
    return { hopByHop, endToEnd }
  }
}

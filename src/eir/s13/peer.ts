import { randomInt } from 'node:crypto'
import { answerOf, originOf, refusalOf, whyOf } from './answers.ts'
import { avpOf } from './avp.ts'
import { type Greeted, ourCapabilities } from './capabilities.ts'
import { type Answered, nameOf } from './check.ts'
import { application, avp, command, flag, result } from './dictionary.ts'
import type { Broken } from './frames.ts'
import { type Fault, maybe, one, openGrammar, unsigned32 } from './grammar.ts'
import { headerBytes, messageOf, readHeader } from './header.ts'
import type { Identity } from './identity.ts'

/**
 * How far a connection is, of the states of RFC 6733 section 5.6 those of who is connected to:
 * `new` until a Capabilities-Exchange-Request came; `open`; `leaving` once we have asked to be disconnected, when what was asked
 * before is still answered; `left` once it asked so, and it is for the other side to end; `over` when we are to end it.
 */
export type State = 'new' | 'open' | 'leaving' | 'left' | 'over'

/** The other side of one connection: what it says, and what is said to it. No sockets and no clock. */
export type Peer = {
  readonly state: () => State
  /** What goes back for a message, if anything does. */
  hear(message: Buffer): Buffer | undefined
  /** The same for what is no message; nothing after it can be read. */
  hearBroken(broken: Broken): Buffer | undefined
  /** A Device-Watchdog-Request. */
  watch(): Buffer
  /** A Disconnect-Peer-Request, as a node says before it stops. */
  leave(): Buffer
}

export type PeerTools = {
  readonly identity: Identity
  /** Of this machine, at this connection. */
  readonly address: string
  /** When this node started (s since 1970): it grows with each start, so that peers know of it. */
  readonly stateId: number
  readonly check: (message: Buffer) => Answered
  readonly greet: (message: Buffer) => Greeted
  readonly count: (answer: { name: string }) => void
  /** Told once, when the peer has said who it is. */
  readonly onGreeted?: (greeted: Greeted) => void
}

const rebooting = 0

// RFC 6733 sections 5.4.1 and 5.5.1.
const origin = { originHost: one(avp.originHost), originRealm: one(avp.originRealm) }
const watchdog = openGrammar({ ...origin, state: maybe(avp.originStateId, unsigned32) })
const disconnect = openGrammar({ ...origin, cause: one(avp.disconnectCause, unsigned32) })

export function openPeer({ identity, address, stateId, check, greet, count, onGreeted }: PeerTools): Peer {
  const nextIds = openIds(stateId)
  const state = avpOf(avp.originStateId, stateId)
  const success = avpOf(avp.resultCode, result.success)
  const capabilities = (code: number) => ourCapabilities(identity, address, stateId, code)
  let now: State = 'new'
  let goodbye: number | undefined

  const counted = ({ message, name }: Answered) => {
    count({ name })
    return message
  }
  const refuse = (message: Buffer, fault: Fault) =>
    counted({ message: refusalOf(message, fault, identity), name: nameOf(fault) })

  function meet(message: Buffer): Buffer | undefined {
    const { flags, command: code, application: of } = readHeader(message)
    const isGreeting = code === command.capabilities && of === application.base && isRequest(flags)
    now = 'over' // unless it is let in: who says anything else first is not spoken to
    if (!isGreeting) return undefined
    const greeted = greet(message)
    onGreeted?.(greeted)
    if (greeted.fault) return refuseGreeting(message, greeted.fault)
    now = 'open'
    return counted({ message: answerOf(message, capabilities(result.success)), name: 's13-peer' })
  }

  /** But for a protocol error the command's own form has to be kept. */
  function refuseGreeting(message: Buffer, fault: Fault): Buffer {
    if (fault.result < 4000) return refuse(message, fault)
    const avps = [...capabilities(fault.result), ...whyOf(fault)]
    return counted({ message: answerOf(message, avps), name: nameOf(fault) })
  }

  function answer(message: Buffer): Buffer {
    const { flags, command: code, application: of } = readHeader(message)
    if (flags & flag.error) return refuse(message, { result: result.invalidHeaderBits })
    if (of === application.s13 && code === command.identityCheck) return counted(check(message))
    if (of !== application.base && of !== application.s13)
      return refuse(message, { result: result.applicationUnsupported })
    return (
      (of === application.base && answerBase(message, code)) || refuse(message, { result: result.commandUnsupported })
    )
  }

  function answerBase(message: Buffer, code: number): Buffer | undefined {
    if (code === command.watchdog) {
      const fault = watchdog.read(message, headerBytes, message.length)
      if (fault) return refuse(message, fault)
      return counted({ message: answerOf(message, [success, ...originOf(identity), state]), name: 's13-watchdog' })
    }
    if (code === command.disconnect) {
      const fault = disconnect.read(message, headerBytes, message.length)
      if (fault) return refuse(message, fault)
      now = 'left'
      return counted({ message: answerOf(message, [success, ...originOf(identity)]), name: 's13-disconnect' })
    }
    // Who has said who it is may not say so again, and be somebody else.
    return code === command.capabilities ? refuseGreeting(message, { result: result.unableToComply }) : undefined
  }

  /** Of the answers one changes something; the others are heard already by having come. */
  function hearAnswer(message: Buffer): void {
    const { command: code, hopByHop } = readHeader(message)
    if (now === 'leaving' && code === command.disconnect && hopByHop === goodbye) now = 'over'
  }

  const ask = (code: number, avps: readonly Buffer[]) => {
    const ids = nextIds()
    const header = { flags: flag.request, command: code, application: application.base, ...ids }
    return { message: messageOf(header, [...originOf(identity), ...avps]), hopByHop: ids.hopByHop }
  }

  return {
    state: () => now,
    hear(message) {
      if (now === 'new') return meet(message)
      if (now === 'left' || now === 'over') return undefined
      if (isRequest(message[4] as number)) return answer(message)
      hearAnswer(message)
      return undefined
    },
    hearBroken({ why, head }) {
      const isKnown = now === 'open' || now === 'leaving'
      now = 'over'
      if (!isKnown || !isRequest(head[4] as number)) return undefined
      return refuse(head, { result: why === 'version' ? result.unsupportedVersion : result.invalidMessageLength })
    },
    watch: () => ask(command.watchdog, [state]).message,
    leave() {
      const { message, hopByHop } = ask(command.disconnect, [avpOf(avp.disconnectCause, rebooting)])
      now = 'leaving'
      goodbye = hopByHop
      return message
    },
  }
}

const isRequest = (flags: number) => (flags & flag.request) !== 0

/** Identifiers of our own requests: the second must not come again in four minutes, not even after a restart (section 3). */
function openIds(startedAt: number) {
  let [hopByHop, endToEnd] = [randomInt(2 ** 32), (startedAt & 0xfff) * 2 ** 20 + randomInt(2 ** 20)]
  return () => {
    hopByHop = (hopByHop + 1) >>> 0
    endToEnd = (endToEnd + 1) >>> 0
    return { hopByHop, endToEnd }
  }
}

import { letGo, openBase, type Speaker } from './base.ts'
import type { Greeted } from './capabilities.ts'
import type { Answered } from './check.ts'
import { application, command, flag, result } from './dictionary.ts'
import type { Broken } from './frames.ts'
import { readHeader } from './header.ts'

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

export type PeerTools = Speaker & {
  readonly check: (message: Buffer) => Answered
  readonly greet: (message: Buffer) => Greeted
  readonly count: (answer: { name: string }) => void
  /** Told once, when the peer has said who it is. */
  readonly onGreeted?: (greeted: Greeted) => void
}

export function openPeer({ check, greet, count, onGreeted, ...speaker }: PeerTools): Peer {
  const base = openBase(speaker)
  let now: State = 'new'
  let goodbye: number | undefined

  const counted = ({ message, name }: Answered) => {
    count({ name })
    return message
  }

  function meet(message: Buffer): Buffer | undefined {
    const { flags, command: code, application: of } = readHeader(message)
    const isGreeting = code === command.capabilities && of === application.base && isRequest(flags)
    now = 'over' // unless it is let in: who says anything else first is not spoken to
    if (!isGreeting) return undefined
    const greeted = greet(message)
    onGreeted?.(greeted)
    if (greeted.fault) return counted(base.refuseGreeting(message, greeted.fault))
    now = 'open'
    return counted(base.welcome(message))
  }

  function answer(message: Buffer): Answered {
    const { flags, command: code, application: of } = readHeader(message)
    if (flags & flag.error) return base.refuse(message, { result: result.invalidHeaderBits })
    if (of === application.s13 && code === command.identityCheck) return check(message)
    if (of !== application.base && of !== application.s13)
      return base.refuse(message, { result: result.applicationUnsupported })
    return (
      (of === application.base && answerBase(message, code)) ||
      base.refuse(message, { result: result.commandUnsupported })
    )
  }

  function answerBase(message: Buffer, code: number): Answered | undefined {
    if (code === command.watchdog) return base.answerWatchdog(message)
    // Who has said who it is may not say so again, and be somebody else.
    if (code === command.capabilities) return base.refuseGreeting(message, { result: result.unableToComply })
    if (code !== command.disconnect) return undefined
    const answered = base.answerDisconnect(message)
    if (answered.name === letGo) now = 'left'
    return answered
  }

  /** Of the answers one changes something; the others are heard already by having come. */
  function hearAnswer(message: Buffer): void {
    const { command: code, hopByHop } = readHeader(message)
    if (now === 'leaving' && code === command.disconnect && hopByHop === goodbye) now = 'over'
  }

  return {
    state: () => now,
    hear(message) {
      if (now === 'new') return meet(message)
      if (now === 'left' || now === 'over') return undefined
      if (isRequest(message[4] as number)) return counted(answer(message))
      hearAnswer(message)
      return undefined
    },
    hearBroken({ why, head }) {
      const isKnown = now === 'open' || now === 'leaving'
      now = 'over'
      if (!isKnown || !isRequest(head[4] as number)) return undefined
      const code = why === 'version' ? result.unsupportedVersion : result.invalidMessageLength
      return counted(base.refuse(head, { result: code }))
    },
    watch: () => base.watch().message,
    leave() {
      const { message, hopByHop } = base.leave()
      now = 'leaving'
      goodbye = hopByHop
      return message
    },
  }
}

const isRequest = (flags: number) => (flags & flag.request) !== 0

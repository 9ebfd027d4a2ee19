import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Told } from '../answer/answer-target.ts'
import type { Serving } from '../http/serve.ts'
import { type Greeted, openGreeting } from './capabilities.ts'
import { openChecks } from './check.ts'
import { type Connection, openConnection } from './connection.ts'
import { type Limits, usualLimits } from './due.ts'
import type { Identity } from './identity.ts'
import { openPeer } from './peer.ts'

/** What happened to a peer, for the log: no more than its own name, where it has one, and the Result-Code that it got. */
export type Happened = {
  readonly what: 'connected' | 'not let in' | 'no more connections'
  readonly peer?: string | undefined
  readonly result?: number | undefined
}

/** What S13 answers with: the same rules as N5g-eir. */
export type S13Answering = Told & {
  readonly count: (answer: { name: string }) => void
  readonly tell: (happened: Happened) => void
}

export type S13 = {
  readonly port: number
  readonly identity: Identity
  /** Which hosts may connect, by their Origin-Host; absent where any may. */
  readonly peers?: readonly string[] | undefined
  readonly limits?: Limits
  /** When this node started (s since 1970): the same for all of its threads, as it is one node to its peers. */
  readonly startedAt?: number
}

/** `reusePort`: other threads listen there too, and the kernel deals connections out among them. */
type Address = { readonly host: string; readonly port: number; readonly reusePort?: boolean }

/** More than a core has of MMEs and agents; beyond it nobody new is let in. */
const mostConnections = 256

/** What one connection may leave unread of its answers before it is read from no more. */
const mostWaitingBytes = 256 * 1024

/** Serves Diameter S13 (TS 29.272) over TCP, to the side that connects: an MME, or an agent before it. */
export async function serveS13(answering: S13Answering, at: Address, s13: S13): Promise<Serving> {
  const { identity, peers, limits = usualLimits, startedAt = Math.floor(Date.now() / 1000) } = s13
  const { count, tell } = answering
  const connections = new Map<Socket, Connection>()
  const tools = {
    ...{ identity, check: openChecks(answering, identity), greet: openGreeting(peers), count, stateId: startedAt },
    onGreeted: ({ peer, fault }: Greeted) =>
      tell(fault ? { what: 'not let in', peer, result: fault.result } : { what: 'connected', peer }),
  }
  const server = createServer({ highWaterMark: mostWaitingBytes }, (socket) => {
    const peer = openPeer({ ...tools, address: socket.localAddress ?? '0.0.0.0' })
    connections.set(
      socket,
      openConnection(socket, peer, withJitter(limits), () => performance.now()),
    )
    socket.once('close', () => connections.delete(socket))
  })
  server.maxConnections = mostConnections
  server.on('drop', () => tell({ what: 'no more connections' }))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(at, resolve))
  const ticking = setInterval(() => {
    for (const connection of connections.values()) connection.tick()
  }, limits.endingMs / 10)

  return {
    port: (server.address() as AddressInfo).port,
    async close(drainMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const connection of connections.values()) connection.leave()
      const tooLong = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy()
      }, drainMs)
      await closed
      clearInterval(ticking)
      clearTimeout(tooLong)
    },
  }
}

/** Two seconds more or less, so that not all connections are asked at once (RFC 3539 section 3.4.1). */
const withJitter = (limits: Limits): Limits => ({
  ...limits,
  watchdogMs: limits.watchdogMs * (1 + (Math.random() - 0.5) / 7.5),
})

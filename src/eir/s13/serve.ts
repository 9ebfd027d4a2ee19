import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Log } from '#platform/log'
import type { Told } from '../answer/answer-target.ts'
import type { Serving } from '../http/serve.ts'
import { type Greeted, openGreeting } from './capabilities.ts'
import { openChecks } from './check.ts'
import { type Connection, openConnection } from './connection.ts'
import { type Limits, usualLimits } from './due.ts'
import type { Identity } from './identity.ts'
import { openPeer } from './peer.ts'

/** What S13 answers with: the same rules as N5g-eir. */
export type S13Answering = Told & { readonly count: (answer: { name: string }) => void }

export type S13 = {
  readonly identity: Identity
  /** Which hosts may connect, by their Origin-Host; absent where any may. */
  readonly peers?: readonly string[] | undefined
  readonly limits?: Limits
  readonly say: Log
}

/** More than a core has of MMEs and agents; beyond it nobody new is let in. */
const mostConnections = 256

/** What one connection may leave unread of its answers before it is read from no more. */
const mostWaitingBytes = 256 * 1024

/** Serves Diameter S13 (TS 29.272) over TCP, to the side that connects: an MME, or an agent before it. */
export async function serveS13(answering: S13Answering, host: string, port: number, s13: S13): Promise<Serving> {
  const { identity, peers, limits = usualLimits, say } = s13
  const connections = new Map<Socket, Connection>()
  const tools = {
    ...{ identity, check: openChecks(answering, identity), greet: openGreeting(peers), count: answering.count },
    ...{ stateId: Math.floor(Date.now() / 1000), onGreeted: tellGreeted(say) },
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
  server.on('drop', () => say.warn({ most: mostConnections }, 's13: no more connections'))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
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

const tellGreeted =
  (say: Log) =>
  ({ peer, fault }: Greeted): void => {
    if (fault) say.warn({ peer, result: fault.result }, 's13: not let in')
    else say.info({ peer }, 's13: connected')
  }

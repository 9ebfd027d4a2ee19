import { createServer, type Server } from 'node:http'
import { createServer as createHttp2, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Answering } from './answering.ts'
import { onBroken, onHttp1 } from './on-http1.ts'
import { onHttp2 } from './on-http2.ts'
import { tellApart } from './tell-apart.ts'

export type Serving = {
  readonly port: number
  /** Takes no more connections, lets what was asked be answered for at most `drainMs`, and ends. */
  close(drainMs: number): Promise<void>
}

/** `reusePort`: other threads listen there too, and the kernel deals connections out among them. */
type Address = { readonly host: string; readonly port: number; readonly reusePort?: boolean }

// Network functions keep their connections: a minute saves them a handshake, and costs nothing here.
const options = { keepAliveTimeout: 60_000, keepAlive: true, maxHeaderSize: 32 * 1024 }

/**
 * Serves HTTP/1.1 and HTTP/2 cleartext on one port. The listening server is node's own of HTTP/1.1, with its time limits;
 * a connection that begins as HTTP/2 does is handed on to the other.
 */
export async function serve(answering: Answering, at: Address): Promise<Serving> {
  const http1 = createServer(options, onHttp1(answering)).on('clientError', onBroken)
  const http2 = createHttp2().on('stream', onHttp2(answering))
  /** Connections that said nothing yet, and those of HTTP/2: node's server of HTTP/1.1 cannot end them. */
  const silent = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  http2.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })
  http2.on('sessionError', () => {}) // only the session ends; without a listener the process would

  const [toHttp1] = http1.listeners('connection') as ((this: Server, socket: Socket) => void)[]
  http1.removeAllListeners('connection')
  http1.on('connection', (socket) => {
    silent.add(socket)
    const said = () => silent.delete(socket)
    socket.once('close', said)
    tellApart(socket, (isHttp2) => {
      socket.off('close', said)
      said()
      if (isHttp2) http2.emit('connection', socket)
      else toHttp1?.call(http1, socket)
    })
  })
  await new Promise<void>((resolve, reject) => http1.once('error', reject).listen(at, resolve))

  const endAll = () => {
    for (const one of [...silent, ...sessions]) one.destroy()
    http1.closeAllConnections()
  }
  return {
    port: (http1.address() as AddressInfo).port,
    async close(drainMs) {
      const closed = new Promise<void>((resolve) => http1.close(() => resolve()))
      for (const socket of silent) socket.destroy()
      for (const session of sessions) session.close()
      // A connection that is kept alive becomes idle only after its last answer.
      const look = setInterval(() => http1.closeIdleConnections(), 20)
      const tooLong = setTimeout(endAll, drainMs)
      await closed
      clearInterval(look)
      clearTimeout(tooLong)
    },
  }
}

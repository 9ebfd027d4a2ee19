import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { draw, Faults } from '../frame/faults.ts'
import { say } from '../frame/messages.ts'
import type { Place } from '../frame.ts'
import { type Inbox, inboxPage } from './inbox.ts'

/** What a pretend gateway is asked. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly origin: string
}
export type Answered = { readonly status: number; readonly body?: object; readonly headers?: Record<string, string> }

type Gateway = {
  readonly title: string
  readonly inbox: Inbox
  readonly handle: (asked: Asked) => Promise<Answered> | Answered
  readonly commands?: Readonly<Record<string, (body: unknown, origin: string) => unknown>>
}

/** Draws what goes wrong with each call, as commanded by `/_faults`. */
export function openFaults({ random }: Pick<Place, 'random'>) {
  let faults: Faults = {}
  return {
    set: (body: unknown) => {
      faults = Faults.parse(body)
      return faults
    },
    draw: () => draw(faults, random),
  }
}
export type OpenFaults = ReturnType<typeof openFaults>

/** Serves a pretend gateway on this machine: its own protocol, `/_messages`, `/_faults`, and a page at `/`. */
export async function serveGateway(gateway: Gateway, faults: OpenFaults, port: number) {
  const server = createServer(async (request, response) => {
    try {
      const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
      const body = Buffer.concat(await request.toArray())
      const own = ownAnswer(gateway, faults, path, body, origin())
      if (own) return void own(response)
      const luck = faults.draw()
      await pause(luck.delayMs)
      if (luck.outage) return void request.socket.destroy()
      if (luck.failsBefore) return void say(response, 503, { code: 'TRY_LATER' })
      const { method = 'GET', headers } = request
      const answer = await gateway.handle({ method, path, query, headers, body, origin: origin() })
      if (luck.fails) return void say(response, 503, { code: 'TRY_LATER' })
      say(response, answer.status, answer.body ?? {}, answer.headers)
    } catch {
      request.socket.destroy()
    }
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    origin: origin(),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What is asked of the pretend gateway itself, not of the protocol that it speaks. */
function ownAnswer(
  { title, inbox, commands = {} }: Gateway,
  faults: OpenFaults,
  path: string,
  body: Buffer,
  origin: string,
) {
  if (path === '/')
    return (response: ServerResponse) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(inboxPage(title, inbox.all()))
  if (!path.startsWith('/_')) return undefined
  return (response: ServerResponse) => {
    if (path === '/_messages') return say(response, 200, inbox.all())
    const run = path === '/_faults' ? faults.set : commands[path]
    if (!run) return say(response, 404, { code: 'NO_SUCH_PATH' })
    try {
      say(response, 200, Object(run(JSON.parse(body.toString() || '{}'), origin)))
    } catch (error) {
      say(response, 400, { code: 'NOT_UNDERSTOOD', why: String(error) })
    }
  }
}

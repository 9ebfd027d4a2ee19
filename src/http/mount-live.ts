import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import type { Log } from '#platform/log'
import type { Live, Update } from './define-live.ts'
import type { Named } from './define-route.ts'
import { describeFault } from './describe-fault.ts'
import { pass } from './gate.ts'
import { perMinute, senderOf } from './limits.ts'
import type { LiveHub } from './live-hub.ts'
import { inputOf, passed } from './mount.ts'
import { schemaOf } from './openapi.ts'
import { isProblem, problem, thrown } from './problem.ts'
import { type Lent, runHandler } from './run-handler.ts'

/** Limits of live pages. `lastsMs`: then the browser comes back by itself and is judged anew. */
export type LiveLimits = {
  perProcess: number
  perCaller: number
  heartbeatMs: number
  lastsMs: number
  backlog: number
}

export const liveLimits: LiveLimits = {
  perProcess: 2000,
  perCaller: 10,
  heartbeatMs: 15_000,
  lastsMs: 10 * 60_000,
  backlog: 1_048_576,
}

type Open = { caller: string; stream: PassThrough }

/** Mounts streams of updates; returns how to mount one. All end when the application closes. */
export const liveMounter = (app: FastifyInstance, hub: LiveHub, lent: Lent, log: Log, limits: LiveLimits) => {
  const open = new Set<Open>()
  app.addHook('preClose', async () => {
    for (const { stream } of open) stream.end()
  })
  return (named: Named<Live>) => {
    const live = named.route
    app.route({
      method: 'GET',
      url: live.url,
      exposeHeadRoute: false,
      schema: schemaOf({ ...named, route: { ...live, produces: 'text/event-stream' } }) as FastifySchema,
      config: perMinute(live),
      preValidation: async (request) => {
        request.call = pass(live, request)
      },
      handler: async (request, reply) => {
        const caller = senderOf(lent.passes)(request)
        demandRoom(open, caller, limits)
        const updates = reader(live, request, lent)
        const first = await updates()
        const stream = new PassThrough()
        const entry = { caller, stream }
        open.add(entry)
        stream.once('close', () => open.delete(entry))
        feed({ stream, first, updates, listen: (wake) => hub.listen(topicOf(live, request, lent), wake) }, log, limits)
        return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream)
      },
    })
  }
}

const topicOf = (live: Live, request: FastifyRequest, { passes }: Lent) =>
  live.topic(inputOf(live, request) as never, passes?.open(passes.cookie.read(request.headers.cookie)))

const demandRoom = (open: ReadonlySet<Open>, caller: string, { perProcess, perCaller }: LiveLimits) => {
  const own = [...open].filter((entry) => entry.caller === caller).length
  if (open.size >= perProcess || own >= perCaller)
    throw thrown(problem('too-many-listeners', { headers: { 'retry-after': '30' } }))
}

const isEmpty = (updates: unknown) => Array.isArray(updates) && updates.length === 0

/** Reads what is new since the last read, as text of the stream. Goes on from Last-Event-ID. */
const reader = (live: Live, request: FastifyRequest, lent: Lent) => {
  const said = request.headers['last-event-id']
  let after = typeof said === 'string' && /^[\w-]{1,64}$/.test(said) ? said : undefined
  const input = inputOf(live, request) as never
  return async () => {
    const found = await runHandler(
      { ...live, method: 'GET' },
      lent,
      passed(request),
      (context) => live.since(input, after, context),
      isEmpty,
    )
    if (isProblem(found)) throw thrown(found)
    const updates = found as readonly Update<unknown>[]
    after = updates.at(-1)?.id ?? after
    return updates.map(({ id, data }) => `id: ${id}\ndata: ${JSON.stringify(z.encode(live.reply, data))}\n\n`).join('')
  }
}

type Feed = {
  stream: PassThrough
  first: string
  updates: () => Promise<string>
  listen: (wake: () => void) => () => void
}

/** Writes updates, one read at a time, and a heartbeat; ends a stream that fails, lasts too long or is not read. */
const feed = ({ stream, first, updates, listen }: Feed, log: Log, { heartbeatMs, lastsMs, backlog }: LiveLimits) => {
  let due = true // what came between the first read and listening
  let running = false
  const write = (text: string) => {
    if (stream.writable) stream.write(text)
    if (stream.writableLength + stream.readableLength > backlog) stream.destroy()
  }
  const drain = async () => {
    if (running) return
    running = true
    while (due && stream.writable) {
      due = false
      write(await updates())
    }
    running = false
  }
  const wake = () => {
    due = true
    drain().catch((fault: unknown) => {
      log.error({ fault: describeFault(fault) }, 'live page ended')
      stream.end()
    })
  }
  const stop = listen(wake)
  const heartbeat = setInterval(write, heartbeatMs, ': still here\n\n')
  const end = setTimeout(() => stream.end(), lastsMs)
  stream.once('close', () => {
    stop()
    clearInterval(heartbeat)
    clearTimeout(end)
  })
  write(`retry: 2000\n\n${first}`)
  wake()
}

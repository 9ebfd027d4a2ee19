import { setTimeout as pause } from 'node:timers/promises'
import { type ConsumerMessages, jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { beatSubject, feedInbox, feedStream, feedSubject, unpack } from '#lib/feed/wire'
import type { Log } from '#platform/log'
import { reachNats } from '#platform/nats'
import { mostWaiting, openInbox } from './inbox.ts'

/** Brings batches over NATS. It is a way, and nobody's word: whatever it brings is judged as if it had come over HTTP. */
export type Courier = {
  /** What came next, in order: bytes that may be a batch. Undefined when nothing comes though something should. */
  next(signal: AbortSignal): Promise<Buffer | undefined>
  /** Whether it can be leaned upon just now: it brings something every second, if only that there is nothing new. */
  readonly isAlive: () => boolean
  /** Begins again from where this node stands: something is missing in between. */
  again(): void
  /** Brought something that cannot be believed: it is not listened to for a while. */
  hush(): void
  close(): Promise<void>
}

type Options = {
  readonly urls: readonly string[]
  readonly operator: string
  /** When what this node lists was so (ms since 1970); undefined while it has no list. */
  readonly since: () => number | undefined
  readonly say: Log
  readonly hushMs?: number
}

/** By so much the clocks of the centre and of the NATS servers may differ. */
const marginMs = 300_000
const againMs = 500

export function openCourier({ urls, operator, since, say, hushMs = 60_000 }: Options): Courier {
  const stop = new AbortController()
  const { signal } = stop
  const inbox = openInbox(hushMs)
  let messages: ConsumerMessages | undefined
  const arrive = (bytes: Uint8Array, isBeat: boolean) =>
    inbox.put(unpack(bytes) ?? Buffer.from('not packed as a batch is'), isBeat)

  /** Batches of the stream from a little before what this node has; in the order in which they were published. */
  const consume = async (connection: NatsConnection, from: number) => {
    const start = new Date(Math.max(0, from - marginMs)).toISOString()
    const options = { filter_subjects: feedSubject(operator), opt_start_time: start }
    const consumer = await jetstream(connection, { timeout: 3000 }).consumers.get(feedStream, options)
    messages = await consumer.consume({ max_messages: mostWaiting })
    const mine = messages
    void stopWhenLost(mine)
    for await (const { data } of mine) {
      await inbox.room()
      arrive(data, false)
    }
  }

  const listen = async (connection: NatsConnection) => {
    connection.subscribe(beatSubject(operator), {
      callback: (error, { data }) => {
        if (error === null) arrive(data, true)
      },
    })
    for (let tries = 0; !signal.aborted; tries++) {
      const from = since()
      try {
        if (from !== undefined) await consume(connection, from)
      } catch (error) {
        if (tries === 0) say.warn({ why: String(error) }, 'NATS does not give the feed; it is asked again')
      }
      await pause(againMs, undefined, { signal }).catch(() => undefined)
    }
  }

  const run = async () => {
    const options = { name: `ringback eir ${operator}`, say, inbox: feedInbox(operator) }
    const connection = await reachNats(urls, options, signal)
    if (!connection) return
    signal.addEventListener('abort', () => void connection.close())
    await listen(connection)
  }
  const running = run().catch((error: unknown) => say.error({ why: String(error) }, 'nothing comes over NATS any more'))

  return {
    isAlive: inbox.isAlive,
    next: (stopped) => inbox.next(AbortSignal.any([stopped, signal])),
    again: () => messages?.stop(),
    hush: inbox.hush,
    async close() {
      stop.abort()
      messages?.stop()
      inbox.hush()
      await running
    },
  }
}

/** The client would go on from the number of a message; what counts is where this node stands, also in a stream made anew. */
async function stopWhenLost(messages: ConsumerMessages): Promise<void> {
  const lost = ['reset', 'stream_not_found', 'consumer_not_found', 'consumer_deleted']
  for await (const { type } of messages.status()) if (lost.includes(type)) messages.stop()
}

import { JetStreamApiError, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { beatSubject, feedStream, feedSubject, feedSubjects } from '#lib/feed/wire'

const day = 86_400_000
const inNanos = (ms: number) => ms * 1_000_000
const timeout = 3000
const streamNotFound = 10059
const otherLastSequence = 10071

/** What was published last for an operator. `seq`: its place in the stream. */
export type Published = { readonly seq: number; readonly bytes: Uint8Array }

/** The stream of batches. Every call throws where the servers do not answer in time. */
export type FeedStream = {
  last(operator: string): Promise<Published | undefined>
  /**
   * Adds a batch, and waits until most servers have it; says its place. Undefined when something else than `after` is the last
   * one: somebody else publishes too. The same `id` again within minutes is the one that is there already.
   */
  add(
    operator: string,
    bytes: Uint8Array,
    at: { readonly id: string; readonly after: number },
  ): Promise<number | undefined>
  /** Says that there is nothing more. Nobody keeps it. */
  beat(operator: string, bytes: Uint8Array): void
  /** Lets go of all of an operator's batches. */
  forget(operator: string): Promise<void>
}

/** Opens the stream, and makes it when it is absent: on three servers where there is a cluster. Its limits may be set otherwise. */
export async function openStream(connection: NatsConnection): Promise<FeedStream> {
  const manager = await jetstreamManager(connection, { timeout })
  const client = jetstream(connection, { timeout })
  try {
    await manager.streams.info(feedStream)
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== streamNotFound) throw error
    await manager.streams.add({
      name: feedStream,
      subjects: [feedSubjects],
      storage: StorageType.File,
      num_replicas: connection.info?.cluster === undefined ? 1 : 3,
      max_age: inNanos(3 * day), // who was away for longer asks over HTTP
      max_bytes: 2 ** 30,
      duplicate_window: inNanos(10 * 60_000),
    })
  }
  return {
    async last(operator) {
      const found = await manager.streams.getMessage(feedStream, { last_by_subj: feedSubject(operator) })
      return found ? { seq: found.seq, bytes: found.data } : undefined
    },
    async add(operator, bytes, { id, after }) {
      const expect = { streamName: feedStream, lastSubjectSequence: after }
      try {
        const { seq } = await client.publish(feedSubject(operator), bytes, { msgID: id, expect, timeout })
        return seq
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === otherLastSequence) return undefined
        throw error
      }
    },
    beat: (operator, bytes) => connection.publish(beatSubject(operator), bytes),
    async forget(operator) {
      await manager.streams.purge(feedStream, { filter: feedSubject(operator) })
    },
  }
}

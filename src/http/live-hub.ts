import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '#platform/database'

const channel = 'live'

/** Tells every live page of this topic to look again. The topic is a reference (`case/…`), never personal data. */
export const announce = <Tables>(db: Kysely<Tables>, topic: string) =>
  sql`select pg_notify(${channel}, ${topic})`.execute(db)

type Listener = { topic: string; wake: () => void }

/** Fans one listening connection out to all live pages of this process. Open it once, close it at the end. */
export class LiveHub {
  readonly #listeners: Set<Listener>
  readonly #stop: () => Promise<void>

  private constructor(listeners: Set<Listener>, stop: () => Promise<void>) {
    this.#listeners = listeners
    this.#stop = stop
  }

  static async open(database: Pick<Database, 'listen'>): Promise<LiveHub> {
    const listeners = new Set<Listener>()
    return new LiveHub(listeners, await database.listen(channel, (topic) => wake(listeners, topic)))
  }

  /** Calls `wake` on each announcement of the topic, and when one may have been missed. Returns how to stop. */
  listen(topic: string, wake: () => void): () => void {
    const listener = { topic, wake }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get size(): number {
    return this.#listeners.size
  }

  close(): Promise<void> {
    return this.#stop()
  }
}

// An empty payload means that the connection was lost and came back.
const wake = (listeners: ReadonlySet<Listener>, topic: string) => {
  for (const listener of listeners) if (topic === '' || topic === listener.topic) listener.wake()
}

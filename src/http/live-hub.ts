import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { together } from '#lib/together'
import type { Database } from '#platform/database'

/** The NOTIFY channel of all announcements; a view that tells by itself what it changed names it. */
export const liveChannel = 'live'

const speakers = new WeakMap<object, (topic: string) => Promise<undefined>>()

/**
 * Tells every live page of this topic to look again. The topic is a reference (`case/…`), never personal data. The topics of
 * one moment are told together: commits that notify wait for each other.
 */
export async function announce<Tables>(db: Kysely<Tables>, topic: string): Promise<void> {
  const speak = speakers.get(db) ?? speakerOn(db)
  speakers.set(db, speak)
  await speak(topic)
}

const speakerOn = <Tables>(db: Kysely<Tables>) =>
  together(async (topics: readonly string[]) => {
    const once = [...new Set(topics)]
    await sql`select pg_notify(${liveChannel}, topic) from unnest(${once}::text[]) as topic`.execute(db)
    return topics.map(() => undefined)
  })

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
    return new LiveHub(listeners, await database.listen(liveChannel, (topic) => wake(listeners, topic)))
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

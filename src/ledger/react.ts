import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '#platform/database'
import type { StoredEvent } from './event.ts'
import type { JobDefinition, ReactionDefinition, Tools } from './reaction.ts'
import { readEvents, readSealed } from './read.ts'

const batch = 100
const mostTries = 10
const longestWaitMs = 60_000
/** Streams that one reaction works on at once. */
const sideBySide = 8

/** `occasion` names what is reacted to, such as `event/17`; `tenant` the organisation on whose behalf. */
export type ToolsFor = (name: string, occasion: string, tenant: string) => Tools<never>

type Watch = {
  readonly onFault: (name: string, error: unknown) => void
  /** Given up after ten tries: it stays written down for a person. */
  readonly onGivenUp: (name: string, event: StoredEvent) => void
}

/** Runs a reaction over what is new and what is due again, in one process at a time. Returns how many events it passed. */
async function advance(
  database: Database,
  reaction: ReactionDefinition,
  tools: ToolsFor,
  watch: Watch,
): Promise<number> {
  const cursor = `reaction/${reaction.name}`
  return withLock(database, cursor, async (client) => {
    await client.query('insert into view_cursor (view) values ($1) on conflict do nothing', [cursor])
    const { rows } = await client.query<{ seq: string }>('select seq from view_cursor where view = $1', [cursor])
    const from = BigInt(rows[0]?.seq ?? 0)
    const { events, seq } = await readSealed(client, reaction.types, from, batch)
    const run = { client, reaction, tools, watch }
    await eachStream(events, (event) => reactTo(run, event, 0))
    if (seq > from)
      await client.query('update view_cursor set seq = $2, at = clock_timestamp() where view = $1', [cursor, `${seq}`])
    for (const { tries, event } of await dueAgain(client, reaction.name)) await reactTo(run, event, tries)
    return Number(seq - from)
  })
}

/** One stream's events in their order, several streams side by side. */
async function eachStream(events: readonly StoredEvent[], react: (event: StoredEvent) => Promise<void>): Promise<void> {
  const streams = [...Map.groupBy(events, ({ stream }) => stream).values()]
  const next = async (): Promise<void> => {
    for (let mine = streams.shift(); mine; mine = streams.shift()) for (const event of mine) await react(event)
  }
  await Promise.all(Array.from({ length: sideBySide }, next))
}

type Run = { client: pg.PoolClient; reaction: ReactionDefinition; tools: ToolsFor; watch: Watch }

/** Reacts to one event. What fails is written down to be tried again, so that the next event need not wait for it. */
async function reactTo({ client, reaction, tools, watch }: Run, event: StoredEvent, before: number): Promise<void> {
  const { name } = reaction
  try {
    await reaction.react(event, tools(name, `event/${event.id}`, event.tenant))
    if (before > 0)
      await client.query('delete from reaction_retry where reaction = $1 and event_id = $2', [name, event.id])
  } catch (error) {
    watch.onFault(name, error)
    const tries = before + 1
    await client.query(
      `insert into reaction_retry (reaction, event_id, tries, due)
       values ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
       on conflict (reaction, event_id) do update set tries = excluded.tries, due = excluded.due`,
      [name, event.id, tries, tries === mostTries ? null : Math.min(100 * 2 ** tries, longestWaitMs)],
    )
    if (tries === mostTries) watch.onGivenUp(name, event)
  }
}

async function dueAgain(client: pg.PoolClient, reaction: string): Promise<{ tries: number; event: StoredEvent }[]> {
  const { rows } = await client.query<{ event_id: string; tries: number }>(
    'select event_id, tries from reaction_retry where reaction = $1 and due <= clock_timestamp() order by due limit $2',
    [reaction, batch],
  )
  const events = await readEvents(
    client,
    rows.map(({ event_id }) => event_id),
  )
  return rows.flatMap(({ event_id, tries }) => {
    const event = events.get(event_id)
    return event ? [{ tries, event }] : []
  })
}

/** Does `work` when no other process does the same just now; 0 when one does. */
async function withLock(
  database: Database,
  name: string,
  work: (client: pg.PoolClient) => Promise<number>,
): Promise<number> {
  const client = await database.pool.connect()
  let broken = true
  try {
    const { rows } = await client.query('select pg_try_advisory_lock(hashtext($1)) as mine', [name])
    if (!rows[0].mine) {
      broken = false
      return 0
    }
    const done = await work(client)
    await client.query('select pg_advisory_unlock(hashtext($1))', [name])
    broken = false
    return done
  } finally {
    client.release(broken) // a broken connection is ended, and its lock with it
  }
}

/** Reacts to what is sealed until stopped: woken by the sealer, else looks each second. */
export async function followReactions(
  database: Database,
  reactions: readonly ReactionDefinition[],
  tools: ToolsFor,
  signal: AbortSignal,
  watch: Watch,
): Promise<void> {
  let news = 0
  const wakes: (() => void)[] = []
  const wakeAll = () => {
    news++
    for (const wake of wakes.splice(0)) wake()
  }
  const stopListening = await database.listen('sealed', wakeAll)
  signal.addEventListener('abort', wakeAll)
  const sleepUnlessNews = (seen: number) =>
    new Promise<void>((resolve) => {
      if (news > seen) return resolve()
      const timer = setTimeout(resolve, 1000)
      wakes.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  const follow = async (reaction: ReactionDefinition) => {
    while (!signal.aborted) {
      const seen = news
      const passed = await advance(database, reaction, tools, watch).catch((error) => {
        watch.onFault(reaction.name, error)
        return 0
      })
      if (passed === 0) await sleepUnlessNews(seen)
    }
  }
  await Promise.all(reactions.map(follow))
  await stopListening()
}

/** Runs each job at its pace until stopped. */
export async function runJobs(
  database: Database,
  jobs: readonly JobDefinition[],
  tools: ToolsFor,
  signal: AbortSignal,
  onFault: Watch['onFault'],
): Promise<void> {
  const keep = async (job: JobDefinition) => {
    while (!signal.aborted) {
      await withLock(database, `job/${job.name}`, async () => {
        await job.run(tools(job.name, `job/${job.name}`, 'ringback'))
        return 1
      }).catch((error) => onFault(job.name, error))
      await pause(job.everyMs, undefined, { signal }).catch(() => {})
    }
  }
  await Promise.all(jobs.map(keep))
}

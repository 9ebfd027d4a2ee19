import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '#platform/database'
import type { StoredEvent } from './event.ts'
import { beginCursor, moveCursor } from './follow.ts'
import { followSealed } from './follow-sealed.ts'
import type { JobDefinition, ReactionDefinition, Tools } from './reaction.ts'
import { readEvents, readSealed } from './read.ts'
import { readTogether, statement } from './statement.ts'
import { openTurn } from './turn.ts'

const batch = 100
/** A job that is woken again and again rests so long between two runs: one run speaks for all that came. */
const restMs = 50
/** Then a person is told; it goes on being tried, for stops, undos and returns hang on it. */
const triesUntilTold = 10
const retryLookMs = 250
const longestWaitMs = 600_000
/** So many are tried again at once: what is new does not wait long behind them. */
const retryBatch = 16
/** Streams that one reaction works on at once. */
const sideBySide = 8

/** `occasion` names what is reacted to, such as `event/17`; `tenant` the organisation on whose behalf. */
export type ToolsFor = (name: string, occasion: string, tenant: string) => Tools<never>

type Watch = {
  readonly onFault: (name: string, error: unknown) => void
  /** Did not work in ten tries: a person must look. It goes on being tried. */
  readonly onStuck: (name: string, event: StoredEvent) => void
}

type Run = { client: pg.PoolClient; reaction: ReactionDefinition; tools: ToolsFor; watch: Watch }
type Running = Omit<Run, 'client'> & { readonly database: Database }

const cursorOf = ({ name }: ReactionDefinition) => `reaction/${name}`

/** Runs a reaction over what is new, in one process at a time. Returns how many events it passed. */
const advance = ({ database, ...run }: Running): Promise<number> =>
  withLock(database, cursorOf(run.reaction), async (client) => {
    const cursor = cursorOf(run.reaction)
    const from = await placeOf(client, cursor)
    const { events, seq } = await readSealed(client, run.reaction.types, from, batch)
    await eachStream(events, (event) => reactTo({ ...run, client }, event, 0))
    if (seq > from) await readTogether(client, [moveCursor(cursor, seq)])
    return Number(seq - from)
  })

async function placeOf(client: pg.PoolClient, cursor: string): Promise<bigint> {
  const select = statement('select seq from view_cursor where view = $1', [cursor])
  const [found] = await readTogether(client, [select])
  const [, begun] = found?.rows[0] ? [undefined, found] : await readTogether(client, [beginCursor(cursor), select])
  return BigInt(begun?.rows[0]?.seq ?? 0)
}

/** Runs each reaction over what it has to try again and is due, side by side with the others. */
async function tryAgain(running: readonly Running[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(retryLookMs, undefined, { signal }).catch(() => {})
    await Promise.all((await reactionsDue(running)).map(retryOne))
  }
}

const retryOne = ({ database, ...run }: Running): Promise<unknown> =>
  withLock(database, cursorOf(run.reaction), async (client) => {
    const due = await dueAgain(client, run.reaction.name)
    const tries = new Map(due.map((one) => [one.event, one.tries]))
    await eachStream([...tries.keys()], (event) => reactTo({ ...run, client }, event, tries.get(event) ?? 0))
    return due.length
  }).catch((error) => run.watch.onFault(run.reaction.name, error))

async function reactionsDue(running: readonly Running[]): Promise<readonly Running[]> {
  const { name, text } = statement('select distinct reaction from reaction_retry where due <= clock_timestamp()')
  const due = await running[0]?.database.pool.query<{ reaction: string }>({ name, text }).catch(() => undefined)
  const names = new Set(due?.rows.map(({ reaction }) => reaction))
  return running.filter(({ reaction }) => names.has(reaction.name))
}

/** One stream's events in their order, several streams side by side. */
async function eachStream(events: readonly StoredEvent[], react: (event: StoredEvent) => Promise<void>): Promise<void> {
  const streams = [...Map.groupBy(events, ({ stream }) => stream).values()]
  const next = async (): Promise<void> => {
    for (let mine = streams.shift(); mine; mine = streams.shift()) for (const event of mine) await react(event)
  }
  await Promise.all(Array.from({ length: sideBySide }, next))
}

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
      [name, event.id, tries, Math.min(100 * 2 ** Math.min(tries, 20), longestWaitMs)],
    )
    if (tries === triesUntilTold) watch.onStuck(name, event)
  }
}

async function dueAgain(client: pg.PoolClient, reaction: string): Promise<{ tries: number; event: StoredEvent }[]> {
  const { rows } = await client.query<{ event_id: string; tries: number }>(
    'select event_id, tries from reaction_retry where reaction = $1 and due <= clock_timestamp() order by due limit $2',
    [reaction, retryBatch],
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
    const [lock] = await readTogether(client, [statement('select pg_try_advisory_lock(hashtext($1)) as mine', [name])])
    if (!lock?.rows[0].mine) {
      broken = false
      return 0
    }
    const done = await work(client)
    await readTogether(client, [statement('select pg_advisory_unlock(hashtext($1))', [name])])
    broken = false
    return done
  } finally {
    client.release(broken) // a broken connection is ended, and its lock with it
  }
}

/** Reacts to what is sealed until stopped. */
export async function followReactions(
  database: Database,
  reactions: readonly ReactionDefinition[],
  tools: ToolsFor,
  signal: AbortSignal,
  watch: Watch,
): Promise<void> {
  const running = reactions.map((reaction) => ({ database, reaction, tools, watch }))
  const followers = running.map((one) => ({
    ...{ name: one.reaction.name, types: one.reaction.types },
    advance: async () => (await advance(one)) === batch,
  }))
  await Promise.all([followSealed(database, followers, signal, watch.onFault), tryAgain(running, signal)])
}

/** Runs each job at its pace until stopped, and when it is woken. */
export async function runJobs(
  database: Database,
  jobs: readonly JobDefinition[],
  tools: ToolsFor,
  signal: AbortSignal,
  onFault: Watch['onFault'],
): Promise<void> {
  const turns = jobs.map((job) => ({ job, turn: openTurn() }))
  const ends = await wakeBy(database, turns)
  signal.addEventListener('abort', () => {
    for (const { turn } of turns) turn.comes()
  })
  const keep = async ({ job, turn }: Turn) => {
    while (!signal.aborted) {
      await withLock(database, `job/${job.name}`, async () => {
        await job.run(tools(job.name, `job/${job.name}`, 'ringback'), signal)
        return 1
      }).catch((error) => onFault(job.name, error))
      if (job.wokenBy) await pause(Math.min(restMs, job.everyMs), undefined, { signal }).catch(() => {})
      const clock = setTimeout(turn.comes, job.everyMs)
      if (!signal.aborted) await turn.wait()
      clearTimeout(clock)
    }
  }
  await Promise.all(turns.map(keep))
  await Promise.all(ends.map((end) => end()))
}

type Turn = { readonly job: JobDefinition; readonly turn: ReturnType<typeof openTurn> }

/** One connection listens for each channel on which a job may be called. */
async function wakeBy(database: Database, turns: readonly Turn[]): Promise<(() => Promise<void>)[]> {
  const channels = Map.groupBy(
    turns.filter(({ job }) => job.wokenBy),
    ({ job }) => job.wokenBy?.channel as string,
  )
  return Promise.all(
    [...channels].map(([channel, its]) =>
      // Nothing is said when the connection was lost and came back: then something may have been missed.
      database.listen(channel, (payload) => {
        for (const { job, turn } of its) if (payload === '' || payload === job.wokenBy?.payload) turn.comes()
      }),
    ),
  )
}

import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '#platform/database'
import type { StoredEvent } from './event.ts'
import { beginCursor, moveCursor } from './follow.ts'
import { type EventRow, fromRow, readSealed } from './read.ts'
import { fromQuery, readTogether } from './statement.ts'
import type { ViewDefinition } from './view.ts'

const batch = 1000

/** What a rebuild found: rows that the live tables had and the events do not explain, and the other way round. */
export type Rebuilt = {
  readonly events: number
  readonly rows: number
  readonly missing: number
  readonly surplus: number
}

type Options = {
  /** Compare only; leave the live tables as they are. */
  readonly check?: boolean
  readonly onProgress?: (events: number, of: number) => void
}

/**
 * Builds a view again from nothing beside the live one, under the schema `rebuild`, then puts it in place. Appends go on
 * meanwhile; they wait only while the last events are caught up under a lock. Needs the owner's
 * connection, in pipeline mode.
 */
export async function rebuildView(database: Database, view: ViewDefinition, options: Options = {}): Promise<Rebuilt> {
  const client = await database.pool.connect()
  let broken = true
  try {
    await client.query('begin')
    const result = await rebuildOn(client, database.kysely as unknown as Kysely<never>, view, options)
    await client.query('commit')
    broken = false
    return result
  } finally {
    client.release(broken)
  }
}

async function rebuildOn(
  client: pg.PoolClient,
  queryBuilder: Kysely<never>,
  view: ViewDefinition,
  { check = false, onProgress = () => {} }: Options,
): Promise<Rebuilt> {
  await client.query('drop schema if exists rebuild cascade')
  await client.query('create schema rebuild')
  for (const table of view.tables)
    await client.query(`create table rebuild.${table} (like public.${table} including all)`)
  // The view's own queries name their tables without a schema, so they now write to the copies.
  await client.query('set local search_path = rebuild, public')
  const apply = (events: readonly StoredEvent[]) =>
    readTogether(client, events.flatMap((event) => view.queries(queryBuilder, event)).map(fromQuery))

  const { rows } = await client.query<{ sealed: string }>('select coalesce(max(size), 0) as sealed from head')
  const sealed = Number(rows[0]?.sealed)
  const before = await replay(client, view, -1n, apply, (seq) => onProgress(Number(seq) + 1, sealed))
  const rest = await (view.kind === 'async' ? restSealed : restAppended)(client, view, before.seq, apply)

  const differences = await compare(client, view)
  if (!check) {
    await putInPlace(client, view)
    if (view.kind === 'async') await readTogether(client, [moveCursor(view.name, rest.seq)])
  }
  await client.query('drop schema rebuild cascade')
  return { events: before.count + rest.count, ...differences }
}

type Rest = (client: pg.PoolClient, view: ViewDefinition, seq: bigint, apply: Apply) => Promise<Place>
type Place = { readonly count: number; readonly seq: bigint }

/** From here no append that touches the view can commit, so what is left is exactly what came since. */
const restAppended: Rest = async (client, view, seq, apply) => {
  await lockTables(client, view)
  const rest = await since(client, view, seq)
  await apply(rest)
  return { count: rest.length, seq }
}

/**
 * A view that follows the seal sees each event once and in sealed order, here too. Its follower stands still from here on, in
 * the order in which it takes its locks itself, and goes on where this ends.
 */
const restSealed: Rest = async (client, view, seq, apply) => {
  await readTogether(client, [beginCursor(view.name)])
  await client.query('select from view_cursor where view = $1 for update', [view.name])
  await lockTables(client, view)
  return replay(client, view, seq, apply)
}

async function lockTables(client: pg.PoolClient, { tables }: ViewDefinition): Promise<void> {
  for (const table of tables) await client.query(`lock table public.${table} in share row exclusive mode`)
}

type Apply = (events: readonly StoredEvent[]) => Promise<unknown>

/** Applies the view's events after `seq` in sealed order: ids would not do, for they commit out of order. */
async function replay(
  client: pg.PoolClient,
  view: ViewDefinition,
  after: bigint,
  apply: Apply,
  onProgress: (seq: bigint) => void = () => {},
): Promise<Place> {
  let [count, from] = [0, after]
  for (;;) {
    const { events, seq } = await readSealed(client, view.types, from, batch)
    if (seq === from) return { count, seq }
    await apply(events)
    count += events.length
    from = seq
    onProgress(seq)
  }
}

// In one statement, so that the sealer cannot carry an event from one half of it to the other unseen.
async function since(client: pg.PoolClient, view: ViewDefinition, seq: bigint): Promise<StoredEvent[]> {
  const { rows } = await client.query<EventRow>(
    `select event.* from event where type = any($1) and id in
       (select event_id from unsealed union all select event_id from sealed where seq > $2) order by id`,
    [view.types, seq.toString()],
  )
  return rows.map(fromRow)
}

async function compare(client: pg.PoolClient, view: ViewDefinition) {
  let [rows, missing, surplus] = [0, 0, 0]
  for (const table of view.tables) {
    const { rows: counted } = await client.query<{ rows: string; missing: string; surplus: string }>(`
      select (select count(*) from rebuild.${table}) as rows,
        (select count(*) from (select * from rebuild.${table} except all select * from public.${table}) a) as missing,
        (select count(*) from (select * from public.${table} except all select * from rebuild.${table}) b) as surplus`)
    rows += Number(counted[0]?.rows)
    missing += Number(counted[0]?.missing)
    surplus += Number(counted[0]?.surplus)
  }
  return { rows, missing, surplus }
}

async function putInPlace(client: pg.PoolClient, view: ViewDefinition) {
  for (const table of view.tables) {
    await client.query(`delete from public.${table}`)
    await client.query(`insert into public.${table} select * from rebuild.${table}`)
  }
}

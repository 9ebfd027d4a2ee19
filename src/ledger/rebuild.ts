import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '#platform/database'
import { type EventRow, fromRow } from './read.ts'
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
  { check = false, onProgress }: Options,
): Promise<Rebuilt> {
  await client.query('drop schema if exists rebuild cascade')
  await client.query('create schema rebuild')
  for (const table of view.tables)
    await client.query(`create table rebuild.${table} (like public.${table} including all)`)
  // The view's own queries name their tables without a schema, so they now write to the copies.
  await client.query('set local search_path = rebuild, public')

  const total = Number(
    (await client.query('select count(*) from event where type = any($1)', [view.types])).rows[0].count,
  )
  const replayed = await replay(client, queryBuilder, view, '0', (events) => onProgress?.(events, total))
  for (const table of view.tables) await client.query(`lock table public.${table} in share row exclusive mode`)
  const rest = await replay(client, queryBuilder, view, replayed.last)
  const differences = await compare(client, view)
  if (!check) await putInPlace(client, view)
  await client.query('drop schema rebuild cascade')
  return { events: replayed.count + rest.count, ...differences }
}

/**
 * Applies the view's events after `last` in the order of their ids. Ids are given out in order within a stream; across
 * streams an inline view may not depend on order, because commits do not keep it.
 */
async function replay(
  client: pg.PoolClient,
  queryBuilder: Kysely<never>,
  view: ViewDefinition,
  last: string,
  onProgress: (events: number) => void = () => {},
): Promise<{ count: number; last: string }> {
  let count = 0
  for (;;) {
    const { rows } = await client.query<EventRow>(
      'select * from event where id > $1 and type = any($2) order by id limit $3',
      [last, view.types, batch],
    )
    const newest = rows.at(-1)
    if (!newest) return { count, last }
    await readTogether(client, rows.flatMap((row) => view.queries(queryBuilder, fromRow(row))).map(fromQuery))
    count += rows.length
    last = newest.id
    onProgress(count)
  }
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

import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '#platform/database'
import { followSealed } from './follow-sealed.ts'
import { readSealed } from './read.ts'
import { fromQuery, readTogether, statement } from './statement.ts'
import type { ViewDefinition } from './view.ts'

const batch = 500

/**
 * Brings one async view forward by a batch of sealed events, in one transaction with its cursor. Returns how many sealed
 * events it passed: 0 when it has caught up, or when another runner has it in hand.
 */
export async function advance(database: Database, view: ViewDefinition): Promise<number> {
  const client = await database.pool.connect()
  let broken = true
  try {
    await client.query('begin')
    const passed = await takeBatch(client, database.kysely as unknown as Kysely<never>, view)
    await client.query('commit')
    broken = false
    return passed
  } finally {
    client.release(broken)
  }
}

async function takeBatch(client: pg.PoolClient, queryBuilder: Kysely<never>, view: ViewDefinition): Promise<number> {
  const cursor = await lockedCursor(client, view.name)
  if (cursor === undefined) return 0
  const from = BigInt(cursor)
  const { events, seq } = await readSealed(client, view.types, from, batch)
  if (seq === from) return 0
  await readTogether(client, events.flatMap((event) => view.queries(queryBuilder, event)).map(fromQuery))
  await readTogether(client, [moveCursor(view.name, seq)])
  return Number(seq - from)
}

/** The view's place, held until the transaction ends; undefined when another runner has it in hand. */
async function lockedCursor(client: pg.PoolClient, view: string): Promise<string | undefined> {
  const lock = statement('select seq from view_cursor where view = $1 for update skip locked', [view])
  const [found] = await readTogether(client, [lock])
  if (found?.rows[0]) return found.rows[0].seq
  const [begun, again] = await readTogether(client, [beginCursor(view), lock])
  return begun?.rowCount ? again?.rows[0]?.seq : undefined
}

/** A follower's place before anything is sealed, unless it has one. */
export const beginCursor = (follower: string) =>
  statement('insert into view_cursor (view) values ($1) on conflict do nothing', [follower])

/** Where a follower of the sealed order has got to. */
export const moveCursor = (follower: string, seq: bigint) =>
  statement('update view_cursor set seq = $2, at = clock_timestamp() where view = $1', [follower, `${seq}`])

/** Follows the sealed order for all async views until stopped. */
export const followViews = (
  database: Database,
  views: readonly ViewDefinition[],
  signal: AbortSignal,
  onFault: (view: string, error: unknown) => void,
): Promise<void> => {
  const followers = views
    .filter(({ kind }) => kind === 'async')
    .map((view) => ({ ...view, advance: async () => (await advance(database, view)) === batch }))
  return followSealed(database, followers, signal, onFault)
}

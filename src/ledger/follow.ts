import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '#platform/database'
import { readSealed } from './read.ts'
import { fromQuery, readTogether } from './statement.ts'
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
  await client.query('insert into view_cursor (view) values ($1) on conflict do nothing', [view.name])
  const cursor = await client.query<{ seq: string }>(
    'select seq from view_cursor where view = $1 for update skip locked',
    [view.name],
  )
  if (!cursor.rows[0]) return 0
  const from = BigInt(cursor.rows[0].seq)
  const { events, seq } = await readSealed(client, view.types, from, batch)
  if (seq === from) return 0
  await readTogether(client, events.flatMap((event) => view.queries(queryBuilder, event)).map(fromQuery))
  await client.query('update view_cursor set seq = $2, at = clock_timestamp() where view = $1', [view.name, `${seq}`])
  return Number(seq - from)
}

/** Follows the sealed order for all async views until stopped: woken by the sealer, else looks each second. */
export async function followViews(
  database: Database,
  views: readonly ViewDefinition[],
  signal: AbortSignal,
  onFault: (view: string, error: unknown) => void,
): Promise<void> {
  const later = views.filter((view) => view.kind === 'async')
  let wake = () => {}
  const stopListening = await database.listen('sealed', () => wake())
  signal.addEventListener('abort', () => wake())
  while (!signal.aborted) {
    const passed = await Promise.all(
      later.map((view) =>
        advance(database, view).catch((error) => {
          onFault(view.name, error)
          return 0
        }),
      ),
    )
    if (passed.some((count) => count > 0)) continue
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1000)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (signal.aborted) wake()
    })
  }
  await stopListening()
}

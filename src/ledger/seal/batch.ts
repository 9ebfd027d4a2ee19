import type pg from 'pg'
import { checkpointText } from '#lib/checkpoint'
import { addLeaf, type Frontier, type FullTile, rootOfFrontier } from '#lib/merkle/frontier'
import type { Hash } from '#lib/merkle/hash'
import { type NoteSigner, signNote } from '#lib/note'
import { type EventRow, leafOf } from './leaf.ts'
import { readFrontier } from './tiles.ts'

/** What one pass sealed, and the size of the tree after it. */
export type Pass = { sealed: number; size: number }

const LOCK = 9162 // advisory lock of this database: one sealer at a time; the number is that of the RFC

// Queue and planner: the queue is empty most of the time, so its statistics are worthless. Without this a plan may read
// the whole ledger. The time-out frees the lock when a sealer hangs with its transaction open.
const begin = `select set_config('enable_seqscan', 'off', true), set_config('enable_mergejoin', 'off', true),
  set_config('enable_hashjoin', 'off', true), set_config('idle_in_transaction_session_timeout', '30s', true),
  pg_advisory_xact_lock(${LOCK})`

const waiting = `select id, stream, version, type, type_version, tenant, actor, cause, at, data, owes
  from (select event_id from unsealed order by event_id limit $1) queue join event on event.id = queue.event_id
  order by id`

/**
 * Numbers, hashes and signs what waits in the queue, at most `limit` events, as one transaction: killed at any moment
 * it has happened or not. A second sealer waits for the first. Throws when the tree is not what the last head signed.
 */
export async function sealBatch(pool: pg.Pool, signer: NoteSigner, limit = 1000): Promise<Pass> {
  const client = await pool.connect()
  let isBroken = true
  try {
    await client.query('begin isolation level read committed')
    const pass = await sealWithin(client, signer, limit)
    await client.query('commit')
    isBroken = false
    return pass
  } finally {
    client.release(isBroken)
  }
}

async function sealWithin(client: pg.PoolClient, signer: NoteSigner, limit: number): Promise<Pass> {
  await client.query(begin)
  const { rows } = await client.query<EventRow>(waiting, [limit])
  const frontier = await takeUp(client)
  if (rows.length === 0) return { sealed: 0, size: frontier.size }

  const first = frontier.size
  const full: FullTile[] = []
  const leaves = rows.map((row) => leafOf(row))
  for (const leaf of leaves) addLeaf(frontier, leaf, (tile) => full.push(tile))
  await insertSealed(client, first, rows, leaves)
  if (full.length > 0) await insertTiles(client, full)
  await insertHead(client, signer, frontier)
  await client.query('delete from unsealed where event_id = any($1::bigint[])', [rows.map((row) => row.id)])
  return { sealed: rows.length, size: frontier.size }
}

/** The tree as it stands. It must be the one that the last head signed, or a new head would bless a forgery. */
async function takeUp(client: pg.PoolClient): Promise<Frontier> {
  const { rows } = await client.query<{ size: string; root: Buffer }>(
    'select size, root from head order by size desc limit 1',
  )
  const size = Number(rows[0]?.size ?? 0)
  const frontier = await readFrontier(client, size)
  if (rows[0] && !rootOfFrontier(frontier).equals(rows[0].root)) {
    throw new Error(
      `the tree of ${size} events is not the one that was signed: nothing more is sealed; run ringback verify`,
    )
  }
  return frontier
}

async function insertSealed(client: pg.PoolClient, first: number, rows: EventRow[], leaves: Hash[]): Promise<void> {
  await client.query(
    `insert into sealed (seq, event_id, leaf)
     select $1::bigint + n - 1, id, leaf from unnest($2::bigint[], $3::bytea[]) with ordinality as t(id, leaf, n)`,
    [first, rows.map((row) => row.id), leaves],
  )
}

async function insertTiles(client: pg.PoolClient, tiles: FullTile[]): Promise<void> {
  await client.query(
    'insert into tile (level, index, root) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])',
    [tiles.map((t) => t.level), tiles.map((t) => t.index), tiles.map((t) => t.root)],
  )
}

async function insertHead(client: pg.PoolClient, signer: NoteSigner, frontier: Frontier): Promise<void> {
  const { size } = frontier
  const root = rootOfFrontier(frontier)
  const note = signNote(checkpointText({ origin: signer.name, size, root }), signer)
  await client.query('insert into head (size, root, note) values ($1, $2, $3)', [size, root, note])
}

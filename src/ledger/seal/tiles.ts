import type pg from 'pg'
import { type Frontier, rootOfFrontier } from '#lib/merkle/frontier'
import { HASH_BYTES, type Hash } from '#lib/merkle/hash'
import { edgeTiles, frontierOf, TILE_WIDTH, type Tile } from '#lib/merkle/tile'

/** A pool, or a connection within its transaction. */
export type Queries = Pick<pg.ClientBase | pg.Pool, 'query'>

// Level 0 is the leaves themselves; a hash of level n is the root of a full tile of level n - 1.
const leavesQuery = `select string_agg(leaf, ''::bytea order by seq) as hashes from sealed where seq >= $1 and seq < $2`
const rootsQuery = `select string_agg(root, ''::bytea order by index) as hashes from tile
  where level = $3 and index >= $1 and index < $2`

/** Bytes of a tile as C2SP tlog-tiles serves them; undefined when the tree has not grown so far. */
export async function readTile(db: Queries, { level, index, width }: Tile): Promise<Buffer | undefined> {
  const from = index * TILE_WIDTH
  const range = [from, from + width]
  const { rows } = await (level === 0
    ? db.query<{ hashes: Buffer | null }>(leavesQuery, range)
    : db.query<{ hashes: Buffer | null }>(rootsQuery, [...range, level - 1]))
  const hashes = rows[0]?.hashes
  return hashes?.length === width * HASH_BYTES ? hashes : undefined
}

/** Bytes of each of these tiles, ready to be asked for by level and index. Throws when one is missing. */
export async function readTiles(
  db: Queries,
  tiles: readonly Tile[],
): Promise<(level: number, index: number) => Buffer> {
  const found = new Map<string, Buffer>()
  for (const tile of tiles) {
    const name = `${tile.level}/${tile.index}`
    const bytes = found.get(name) ?? (await readTile(db, tile))
    if (!bytes) throw new Error(`tile ${name} of the ledger's tree is missing: run ringback verify`)
    found.set(name, bytes)
  }
  return (level, index) => found.get(`${level}/${index}`) ?? Buffer.alloc(0)
}

/** The right edge of the tree as it stood at `size`. */
export async function readFrontier(db: Queries, size: number): Promise<Frontier> {
  return frontierOf(size, await readTiles(db, edgeTiles(size)))
}

/** The root of the tree as it stood at `size`. */
export async function readRoot(db: Queries, size: number): Promise<Hash> {
  return rootOfFrontier(await readFrontier(db, size))
}

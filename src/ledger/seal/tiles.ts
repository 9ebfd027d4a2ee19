import type pg from 'pg'
import { type Frontier, rootOfFrontier } from '#lib/merkle/frontier'
import { HASH_BYTES, type Hash } from '#lib/merkle/hash'
import { edgeTiles, frontierOf, type Tile } from '#lib/merkle/tile'

/** A pool, or a connection within its transaction. */
export type Queries = Pick<pg.ClientBase | pg.Pool, 'query'>

// Level 0 is the leaves themselves; a hash of level n is the root of a full tile of level n - 1. One round trip for all.
const tilesQuery = `
select case when level = 0
  then (select string_agg(leaf, ''::bytea order by seq) from sealed
        where seq >= wanted.index * 256 and seq < wanted.index * 256 + width)
  else (select string_agg(root, ''::bytea order by tile.index) from tile
        where tile.level = wanted.level - 1 and tile.index >= wanted.index * 256 and tile.index < wanted.index * 256 + width)
  end as hashes
from unnest($1::smallint[], $2::bigint[], $3::int[]) with ordinality as wanted(level, index, width, n) order by n`

/** Bytes of a tile as C2SP tlog-tiles serves them; undefined when the tree has not grown so far. */
export async function readTile(db: Queries, tile: Tile): Promise<Buffer | undefined> {
  const [hashes] = await readAll(db, [tile])
  return hashes
}

async function readAll(db: Queries, tiles: readonly Tile[]): Promise<(Buffer | undefined)[]> {
  if (tiles.length === 0) return []
  const columns = [tiles.map((t) => t.level), tiles.map((t) => t.index), tiles.map((t) => t.width)]
  const { rows } = await db.query<{ hashes: Buffer | null }>(tilesQuery, columns)
  return tiles.map(({ width }, n) => {
    const hashes = rows[n]?.hashes
    return hashes?.length === width * HASH_BYTES ? hashes : undefined
  })
}

/** Bytes of each of these tiles, ready to be asked for by level and index. Throws when one is missing. */
export async function readTiles(
  db: Queries,
  tiles: readonly Tile[],
): Promise<(level: number, index: number) => Buffer> {
  const widest = new Map<string, Tile>()
  for (const tile of tiles) {
    const known = widest.get(nameOf(tile))
    if (!known || known.width < tile.width) widest.set(nameOf(tile), tile)
  }
  const wanted = [...widest.values()]
  const found = await readAll(db, wanted)
  const bytes = new Map(wanted.map((tile, n) => [nameOf(tile), found[n]]))
  return (level, index) => {
    const hashes = bytes.get(`${level}/${index}`)
    if (!hashes) throw new Error(`tile ${level}/${index} of the ledger's tree is missing: run ringback verify`)
    return hashes
  }
}

const nameOf = ({ level, index }: Tile): string => `${level}/${index}`

/** The right edge of the tree as it stood at `size`. */
export async function readFrontier(db: Queries, size: number): Promise<Frontier> {
  return frontierOf(size, await readTiles(db, edgeTiles(size)))
}

/** The root of the tree as it stood at `size`. */
export async function readRoot(db: Queries, size: number): Promise<Hash> {
  return rootOfFrontier(await readFrontier(db, size))
}

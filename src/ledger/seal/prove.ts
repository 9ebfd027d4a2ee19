import type { SealProof } from '#lib/feed/seal'
import { rootOfFrontier } from '#lib/merkle/frontier'
import { HASH_BYTES } from '#lib/merkle/hash'
import { jointPath } from '#lib/merkle/joint'
import { consistencyPath, inclusionPath, type Span } from '#lib/merkle/path'
import { edgeTiles, frontierOf, rootOfSpan, TILE_WIDTH, tilesUnder } from '#lib/merkle/tile'
import { type Queries, readTiles } from './tiles.ts'

/** A proof as `ringback verify proof` reads it: hashes in base64. */
export type InclusionFile = { leafIdx: number; treeSize: number; leafHash: string; root: string; proof: string[] }
export type ConsistencyFile = { size1: number; size2: number; root1: string; root2: string; proof: string[] }

/** Proof that the event sealed as number `seq` is in the ledger of `size` events; undefined when there are not so many. */
export async function proveInclusion(db: Queries, seq: number, size: number): Promise<InclusionFile | undefined> {
  if (!(seq >= 0 && seq < size && size <= (await sealedSize(db)))) return undefined
  const path = inclusionPath(seq, size)
  const leaf = { start: seq, end: seq + 1 }
  const roots = await rootsFromTiles(db, size, [leaf, ...path], [size])
  const [leafHash = '', ...proof] = roots.ofSpans
  return { leafIdx: seq, treeSize: size, leafHash, root: roots.ofSizes[0] ?? '', proof }
}

/** The same for several events at once: tiles that their proofs share are read once. */
export async function proveInclusions(db: Queries, seqs: readonly number[], size: number): Promise<InclusionFile[]> {
  const paths = seqs.map((seq) => [{ start: seq, end: seq + 1 }, ...inclusionPath(seq, size)])
  const { ofSpans, ofSizes } = await rootsFromTiles(db, size, paths.flat(), [size])
  const hashes = ofSpans.values()
  return paths.map((path, at) => {
    const [leafHash = '', ...proof] = path.map(() => hashes.next().value ?? '')
    return { leafIdx: seqs[at] ?? 0, treeSize: size, leafHash, root: ofSizes[0] ?? '', proof }
  })
}

/** One proof for all of them together, which is short where they stand close together. `seqs`: ascending, each once. */
export async function proveJointly(db: Queries, seqs: readonly number[], size: number): Promise<SealProof> {
  const path = jointPath(seqs, size)
  const leaves = seqs.map((seq) => ({ start: seq, end: seq + 1 }))
  const tile = await readTiles(
    db,
    [...leaves, ...path].flatMap((span) => tilesUnder(span, size)),
  )
  // Cut out of its tile: `rootOfSpan` would take the whole tile apart for each.
  const leafOf = (seq: number) => {
    const at = (seq % TILE_WIDTH) * HASH_BYTES
    return tile(0, Math.floor(seq / TILE_WIDTH)).subarray(at, at + HASH_BYTES)
  }
  return {
    leaves: base64(Buffer.concat(seqs.map(leafOf))),
    path: base64(Buffer.concat(path.map((span) => rootOfSpan(span, tile)))),
  }
}

/** Proof that the ledger of `size2` events begins with that of `size1`; undefined when there are not so many. */
export async function proveConsistency(
  db: Queries,
  size1: number,
  size2: number,
): Promise<ConsistencyFile | undefined> {
  if (!(size1 >= 0 && size1 <= size2 && size2 <= (await sealedSize(db)))) return undefined
  const { ofSpans, ofSizes } = await rootsFromTiles(db, size2, consistencyPath(size1, size2), [size1, size2])
  return { size1, size2, root1: ofSizes[0] ?? '', root2: ofSizes[1] ?? '', proof: ofSpans }
}

/** Roots of subtrees of the tree of `size`, and of the whole tree at some sizes, from tiles read at once. */
async function rootsFromTiles(db: Queries, size: number, spans: Span[], sizes: number[]) {
  const tiles = [...spans.flatMap((span) => tilesUnder(span, size)), ...sizes.flatMap(edgeTiles)]
  const tile = await readTiles(db, tiles)
  return {
    ofSpans: spans.map((span) => base64(rootOfSpan(span, tile))),
    ofSizes: sizes.map((each) => base64(rootOfFrontier(frontierOf(each, tile)))),
  }
}

/** The newest signed head and how many events it covers. */
export async function readHead(db: Queries): Promise<{ readonly size: number; readonly note: string } | undefined> {
  const { rows } = await db.query<{ size: string; note: string }>(
    'select size, note from head order by size desc limit 1',
  )
  return rows[0] && { size: Number(rows[0].size), note: rows[0].note }
}

const sealedSize = async (db: Queries): Promise<number> => (await readHead(db))?.size ?? 0

const base64 = (hash: Buffer): string => hash.toString('base64')

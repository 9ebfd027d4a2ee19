import { consistencyPath, inclusionPath, type Span } from '#lib/merkle/path'
import { rootOfSpan, tilesUnder } from '#lib/merkle/tile'
import { type Queries, readRoot, readTile, readTiles } from './tiles.ts'

/** A proof as `ringback verify proof` reads it: hashes in base64. */
export type InclusionFile = { leafIdx: number; treeSize: number; leafHash: string; root: string; proof: string[] }
export type ConsistencyFile = { size1: number; size2: number; root1: string; root2: string; proof: string[] }

/** Proof that the event sealed as number `seq` is in the ledger of `size` events; undefined when there are not so many. */
export async function proveInclusion(db: Queries, seq: number, size: number): Promise<InclusionFile | undefined> {
  if (!(seq >= 0 && seq < size && size <= (await sealedSize(db)))) return undefined
  const leaf = await readTile(db, { level: 0, index: Math.floor(seq / 256), width: (seq % 256) + 1 })
  if (!leaf) return undefined
  const proof = await rootsOf(db, inclusionPath(seq, size), size)
  const root = await readRoot(db, size)
  return { leafIdx: seq, treeSize: size, leafHash: base64(leaf.subarray(-32)), root: base64(root), proof }
}

/** Proof that the ledger of `size2` events begins with that of `size1`; undefined when there are not so many. */
export async function proveConsistency(
  db: Queries,
  size1: number,
  size2: number,
): Promise<ConsistencyFile | undefined> {
  if (!(size1 >= 0 && size1 <= size2 && size2 <= (await sealedSize(db)))) return undefined
  const proof = await rootsOf(db, consistencyPath(size1, size2), size2)
  const [root1, root2] = [await readRoot(db, size1), await readRoot(db, size2)]
  return { size1, size2, root1: base64(root1), root2: base64(root2), proof }
}

async function rootsOf(db: Queries, spans: Span[], size: number): Promise<string[]> {
  const tile = await readTiles(
    db,
    spans.flatMap((span) => tilesUnder(span, size)),
  )
  return spans.map((span) => base64(rootOfSpan(span, tile)))
}

async function sealedSize(db: Queries): Promise<number> {
  const { rows } = await db.query<{ size: string }>('select size from head order by size desc limit 1')
  return Number(rows[0]?.size ?? 0)
}

const base64 = (hash: Buffer): string => hash.toString('base64')

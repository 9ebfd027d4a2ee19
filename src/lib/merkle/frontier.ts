import { EMPTY_ROOT, type Hash, hashNode } from './hash.ts'

const TILE_HEIGHT = 8

/**
 * The right edge of a growing tree: the roots of its largest full subtrees, from left to right. One root for each
 * 1 in the binary form of `size`. It is all that is needed to add leaves and to know the root.
 */
export type Frontier = { size: number; roots: Hash[] }

/** The frontier of a tree without leaves. */
export function emptyFrontier(): Frontier {
  return { size: 0, roots: [] }
}

/** A copy that can grow without touching the first. */
export function copyFrontier({ size, roots }: Frontier): Frontier {
  return { size, roots: [...roots] }
}

/** A tile of 256 hashes that has just become full, with its root. C2SP tlog-tiles. */
export type FullTile = { level: number; index: number; root: Hash }

/** Adds one leaf hash in place and tells of each tile that it fills. Costs one node hash on average. */
export function addLeaf(frontier: Frontier, leaf: Hash, onFullTile?: (tile: FullTile) => void): void {
  let root = leaf
  let index = frontier.size
  for (let height = 1; index % 2 === 1; height++) {
    const sibling = frontier.roots.pop()
    if (!sibling) throw new Error('frontier holds fewer roots than its size needs')
    root = hashNode(sibling, root)
    index = Math.floor(index / 2)
    if (height % TILE_HEIGHT === 0) onFullTile?.({ level: height / TILE_HEIGHT - 1, index, root })
  }
  frontier.roots.push(root)
  frontier.size += 1
}

/** Root of the whole tree. RFC 9162 section 2.1.1. */
export function rootOfFrontier({ roots }: Frontier): Hash {
  const last = roots.at(-1)
  if (!last) return EMPTY_ROOT
  return roots.slice(0, -1).reduceRight((right, left) => hashNode(left, right), last)
}

/** Root of a tree over leaf hashes. */
export function rootOfLeaves(leaves: Iterable<Hash>): Hash {
  const frontier = emptyFrontier()
  for (const leaf of leaves) addLeaf(frontier, leaf)
  return rootOfFrontier(frontier)
}

import { EMPTY_ROOT, type Hash, hashLeaf, hashNode } from './hash.ts'

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

/** Adds one leaf hash in place. Costs one node hash on average. */
export function addLeaf(frontier: Frontier, leaf: Hash): void {
  let root = leaf
  for (let left = frontier.size; left % 2 === 1; left = Math.floor(left / 2)) {
    const sibling = frontier.roots.pop()
    if (!sibling) throw new Error('frontier holds fewer roots than its size needs')
    root = hashNode(sibling, root)
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

/** Root of a tree over leaf data. */
export function rootOfData(data: Iterable<Uint8Array>): Hash {
  return rootOfLeaves([...data].map(hashLeaf))
}

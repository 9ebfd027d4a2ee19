import { hash as digest } from 'node:crypto'
import { HASH_BYTES, type Hash } from './hash.ts'
import { leftSize, type Span } from './path.ts'

/**
 * Proves many leaves at once: with their hashes, the roots of these subtrees lead to the root of the tree of `size`. Where the
 * leaves stand close together that is little more than one hash a leaf, to send and to check. `leaves`: numbers, ascending, each once.
 */
export function jointPath(leaves: readonly number[], size: number): Span[] {
  if (!areLeavesOf(size, leaves)) throw new RangeError(`these are not leaves of a tree of ${size}, ascending`)
  const path: Span[] = []
  let at = 0
  const walk = (start: number, end: number): void => {
    if ((leaves[at] ?? size) >= end) path.push({ start, end })
    else if (end - start === 1) at += 1
    else {
      const middle = middleOf(start, end)
      walk(start, middle)
      walk(middle, end)
    }
  }
  if (size > 0) walk(0, size)
  return path
}

/** What is said of some leaves of a tree: their numbers, their hashes, and the roots that `jointPath` names, in its order. */
export type Joint = {
  readonly size: number
  readonly leaves: readonly number[]
  readonly hashes: readonly Hash[]
  readonly path: readonly Hash[]
}

/** The root to which they lead; undefined when they are not of the form of a proof. */
export function rootOfJoint({ size, leaves, hashes, path }: Joint): Hash | undefined {
  if (size < 1 || hashes.length !== leaves.length || !areLeavesOf(size, leaves)) return undefined
  if (![...hashes, ...path].every(({ length }) => length === HASH_BYTES)) return undefined
  let at = 0
  let used = 0
  const walk = (start: number, end: number): Hash | undefined => {
    if ((leaves[at] ?? size) >= end) return path[used++]
    if (end - start === 1) return hashes[at++]
    const middle = middleOf(start, end)
    const left = walk(start, middle)
    const right = left && walk(middle, end)
    return right && nodeOver(left, right)
  }
  const root = walk(0, size)
  return used === path.length ? root : undefined
}

/** As `hashNode`, without a new buffer for each: a node of an operator takes a million of these to catch up. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01)
function nodeOver(left: Hash, right: Hash): Hash {
  left.copy(node, 1)
  right.copy(node, 1 + HASH_BYTES)
  return digest('sha256', node, 'buffer')
}

function middleOf(start: number, end: number): number {
  const all = end - start
  return start + (all < 2 ** 31 && (all & (all - 1)) === 0 ? all / 2 : leftSize(all)) // nearly all are full
}

const areLeavesOf = (size: number, leaves: readonly number[]): boolean =>
  leaves.every((leaf, at) => Number.isSafeInteger(leaf) && leaf > (leaves[at - 1] ?? -1) && leaf < size)

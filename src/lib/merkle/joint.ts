import { type Hash, hashNode } from './hash.ts'
import { leftSize, type Span } from './path.ts'

/**
 * Proves many leaves at once: with their hashes, the roots of these subtrees lead to the root of the tree of `size`. Where the
 * leaves stand close together that is little more than one hash a leaf, to send and to check. `leaves`: numbers, ascending, each once.
 */
export function jointPath(leaves: readonly number[], size: number): Span[] {
  if (!areLeavesOf(size, leaves)) throw new RangeError(`these are not leaves of a tree of ${size}, ascending`)
  const path: Span[] = []
  let at = 0
  const walk = (span: Span): void => {
    if ((leaves[at] ?? size) >= span.end) path.push(span)
    else if (span.end - span.start === 1) at += 1
    else for (const half of halves(span)) walk(half)
  }
  if (size > 0) walk({ start: 0, end: size })
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
  const rest = path.values()
  let at = 0
  let used = 0
  const walk = (span: Span): Hash | undefined => {
    if ((leaves[at] ?? size) >= span.end) {
      used += 1
      return rest.next().value
    }
    if (span.end - span.start === 1) return hashes[at++]
    const [left, right] = halves(span).map(walk)
    return left && right && hashNode(left, right)
  }
  const root = walk({ start: 0, end: size })
  return used === path.length ? root : undefined
}

function halves({ start, end }: Span): [Span, Span] {
  const middle = start + leftSize(end - start)
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

const areLeavesOf = (size: number, leaves: readonly number[]): boolean =>
  leaves.every((leaf, at) => Number.isSafeInteger(leaf) && leaf > (leaves[at - 1] ?? -1) && leaf < size)

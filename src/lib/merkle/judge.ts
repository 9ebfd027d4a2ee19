import { EMPTY_ROOT, HASH_BYTES, type Hash, hashNode } from './hash.ts'

/** What a proof came to. The reason says what is wrong with it in plain words. */
export type Judgement = { holds: true } | { holds: false; reason: string }

export type InclusionProof = { index: bigint; size: bigint; leaf: Hash; root: Hash; proof: readonly Hash[] }
export type ConsistencyProof = { size1: bigint; size2: bigint; root1: Hash; root2: Hash; proof: readonly Hash[] }

const no = (reason: string): Judgement => ({ holds: false, reason })

/** Is this leaf number `index` of the tree with this root? RFC 9162 section 2.1.3.2. Sizes are unsigned 64 bit. */
export function judgeInclusion({ index, size, leaf, root, proof }: InclusionProof): Judgement {
  if (index < 0n || index >= size) return no(`leaf number ${index} lies outside a tree of ${size} leaves`)
  const misshapen = wrongLength({ root, leaf }, proof)
  if (misshapen) return no(misshapen)

  let fn = index
  let sn = size - 1n
  let hash = leaf
  for (const sibling of proof) {
    if (sn === 0n) return no('the proof is longer than the tree is high')
    if (fn % 2n === 1n || fn === sn) {
      hash = hashNode(sibling, hash)
      for (; fn % 2n === 0n && fn !== 0n; sn >>= 1n) fn >>= 1n
    } else hash = hashNode(hash, sibling)
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n) return no('the proof is shorter than the tree is high')
  return hash.equals(root) ? { holds: true } : no('the proof leads to another root')
}

/** Is the tree of `size1` leaves the beginning of the tree of `size2`? RFC 9162 section 2.1.4.2. */
export function judgeConsistency(claim: ConsistencyProof): Judgement {
  const { size1, size2, root1, root2, proof } = claim
  if (size1 < 0n || size1 > size2) return no(`a tree of ${size2} leaves cannot continue one of ${size1}`)
  const misshapen = wrongLength({ root1, root2 }, proof)
  if (misshapen) return no(misshapen)
  if (size1 === 0n && !root1.equals(EMPTY_ROOT)) return no('root1 is not the root of an empty tree')
  if (size1 === 0n && size2 > 0n) return proof.length === 0 ? { holds: true } : no('an empty tree needs no proof')
  if (size1 === size2) return judgeSame(claim)
  return climb(claim)
}

function judgeSame({ root1, root2, proof }: ConsistencyProof): Judgement {
  if (proof.length > 0) return no('trees of the same size need no proof')
  return root1.equals(root2) ? { holds: true } : no('two roots for one size')
}

function climb({ size1, size2, root1, root2, proof }: ConsistencyProof): Judgement {
  const isFull = (size1 & (size1 - 1n)) === 0n // a full first tree is itself the first node of the path
  const path = isFull ? [root1, ...proof] : proof
  let fn = size1 - 1n
  let sn = size2 - 1n
  for (; fn % 2n === 1n; sn >>= 1n) fn >>= 1n

  const [first, ...rest] = path
  if (!first || proof.length === 0) return no('the proof is empty')
  let old = first
  let now = first
  for (const node of rest) {
    if (sn === 0n) return no('the proof is longer than the tree is high')
    if (fn % 2n === 1n || fn === sn) {
      old = hashNode(node, old)
      now = hashNode(node, now)
      for (; fn % 2n === 0n && fn !== 0n; sn >>= 1n) fn >>= 1n
    } else now = hashNode(now, node)
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n) return no('the proof is shorter than the tree is high')
  if (!old.equals(root1)) return no('the proof leads to another first root')
  return now.equals(root2) ? { holds: true } : no('the proof leads to another second root')
}

function wrongLength(named: Record<string, Hash>, proof: readonly Hash[]): string | undefined {
  for (const [name, hash] of Object.entries(named)) {
    if (hash.length !== HASH_BYTES) return `${name} has ${hash.length} bytes, a SHA-256 has ${HASH_BYTES}`
  }
  const at = proof.findIndex((hash) => hash.length !== HASH_BYTES)
  return at < 0 ? undefined : `proof part ${at} has ${proof[at]?.length} bytes, a SHA-256 has ${HASH_BYTES}`
}

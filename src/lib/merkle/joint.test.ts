import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rootOfLeaves } from './frontier.ts'
import { type Hash, hashLeaf } from './hash.ts'
import { judgeInclusion } from './judge.ts'
import { jointPath, rootOfJoint } from './joint.ts'

const leafOf = (n: number) => hashLeaf(Buffer.from(`leaf ${n}`))
const tree = (size: number) => Array.from({ length: size }, (_, n) => leafOf(n))
const some = fc.integer({ min: 1, max: 70 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    leaves: fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }).map((all) => all.sort((a, b) => a - b)),
  }),
)

function proofOf(leaves: readonly number[], size: number) {
  const all = tree(size)
  const path = jointPath(leaves, size).map(({ start, end }) => rootOfLeaves(all.slice(start, end)))
  return { size, leaves, hashes: leaves.map(leafOf), path, root: rootOfLeaves(all) }
}

test('any leaves of any tree are proved together; of one leaf it is the proof of RFC 9162 in another order', () => {
  fc.assert(
    fc.property(some, ({ size, leaves }) => {
      const { root, ...proof } = proofOf(leaves, size)
      assert.deepEqual(rootOfJoint(proof), root)
      const [leaf = 0] = leaves
      const alone = proofOf([leaf], size)
      const rightToLeft = jointPath([leaf], size).map((span, at) => ({ span, hash: alone.path[at] as Hash }))
      const byHeight = rightToLeft.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))
      const judged = judgeInclusion({
        ...{ index: BigInt(leaf), size: BigInt(size), leaf: leafOf(leaf), root },
        proof: fromLeafUp(leaf, byHeight),
      })
      assert.deepEqual(judged, { holds: true })
    }),
  )
})

/** A sibling is the nearer to the leaf the later it parts from it. */
const fromLeafUp = (leaf: number, parts: { span: { start: number; end: number }; hash: Hash }[]): Hash[] =>
  parts
    .toSorted((a, b) => distance(leaf, a.span) - distance(leaf, b.span))
    .map(({ hash }) => hash)
const distance = (leaf: number, { start, end }: { start: number; end: number }) =>
  start > leaf ? start - leaf : leaf - end + 1

test('what is changed, left out, added or said of other leaves leads to no root of the tree', () => {
  fc.assert(
    fc.property(some, fc.nat(), fc.nat(3), ({ size, leaves }, pick, how) => {
      const { root, ...proof } = proofOf(leaves, size)
      const other = Buffer.alloc(32, 7)
      const swap = (hashes: readonly Hash[]) => hashes.map((one, at) => (at === pick % hashes.length ? other : one))
      const changed = [
        { ...proof, hashes: swap(proof.hashes) },
        proof.path.length > 0 ? { ...proof, path: swap(proof.path) } : { ...proof, path: [other] },
        { ...proof, path: [...proof.path, other] },
        { ...proof, leaves: leaves.slice(1), hashes: proof.hashes.slice(1) },
      ][how]
      assert.notDeepEqual(rootOfJoint(changed ?? proof), root)
    }),
  )
})

test('numbers that are no leaves, twice or in another order are no proof', () => {
  const proof = proofOf([1, 2], 4)
  for (const leaves of [[2, 1], [1, 1], [1, 4], [-1, 2], [1, 2.5]])
    assert.equal(rootOfJoint({ ...proof, leaves }), undefined)
  assert.throws(() => jointPath([2, 1], 4), RangeError)
  assert.equal(rootOfJoint({ size: 0, leaves: [], hashes: [], path: [] }), undefined)
})

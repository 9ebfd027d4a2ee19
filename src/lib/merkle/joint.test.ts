import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rootOfLeaves } from './frontier.ts'
import { type Hash, hashLeaf } from './hash.ts'
import { jointPath, rootOfJoint } from './joint.ts'
import { inclusionPath, type Span } from './path.ts'

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
      const fromLeft = (a: Span, b: Span) => a.start - b.start
      assert.deepEqual(jointPath([leaf], size), inclusionPath(leaf, size).sort(fromLeft))
    }),
  )
})

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
  for (const leaves of [
    [2, 1],
    [1, 1],
    [1, 4],
    [-1, 2],
    [1, 2.5],
  ])
    assert.equal(rootOfJoint({ ...proof, leaves }), undefined)
  assert.throws(() => jointPath([2, 1], 4), RangeError)
  assert.equal(rootOfJoint({ size: 0, leaves: [], hashes: [], path: [] }), undefined)
})

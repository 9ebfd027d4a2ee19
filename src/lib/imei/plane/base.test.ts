import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { askedOf, drawn, listingOf, type Oracle, oracleOf } from '#test/support/plane'
import { type Base, buildBase, eachInOrder, emptyBase } from './base.ts'
import { CHUNK, chunkOf, DENSE_FROM } from './dense.ts'
import type { Known } from './key.ts'
import { unmix } from './mix.ts'
import { snapshotOf } from './snapshot.ts'
import { ListedTwice } from './sparse.ts'

const bytesOf = (base: Base) => Buffer.concat([...snapshotOf(base.memory)])
const inOrder = (base: Base) => {
  const entries: [number, Known][] = []
  eachInOrder(base, (key, status) => entries.push([key, status]))
  return entries
}
const sorted = (oracle: Oracle) => [...oracle].sort(([one], [other]) => one - other)

test('G3, A19: a base of any list and ranges answers as a Map does, and walks in order', () => {
  fc.assert(
    fc.property(drawn, (list) => {
      const oracle = oracleOf(list)
      const base = buildBase(listingOf(list.entries, list.ranges))
      for (const key of askedOf(oracle)) assert.equal(base.statusOf(key), oracle.get(key) ?? 0, String(key))
      assert.equal(base.count, oracle.size)
      assert.deepEqual(inOrder(base), sorted(oracle))
    }),
    { numRuns: 60 },
  )
})

test('the same set has the same bytes, in whatever order and whether by ranges or one by one', () => {
  fc.assert(
    fc.property(drawn, (list) => {
      const bytes = bytesOf(buildBase(listingOf(list.entries, list.ranges)))
      const oracle = oracleOf(list)
      assert.ok(bytes.equals(bytesOf(buildBase(listingOf(oracle)))))
      assert.ok(bytes.equals(bytesOf(buildBase(listingOf([...oracle].reverse())))))
    }),
    { numRuns: 40 },
  )
})

test('a chunk is dense from 228 known serials on, and sparse below', () => {
  const some = (many: number) => Array.from({ length: many }, (_, n) => [35 * 10 ** 12 + n * 17, 3] as const)
  const [sparse, dense] = [DENSE_FROM - 1, DENSE_FROM].map((many) => buildBase(listingOf(some(many))))
  assert.equal(sparse?.dense.numbers.length, 0)
  assert.equal(sparse?.sparse.count, DENSE_FROM - 1)
  assert.deepEqual([...(dense?.dense.numbers ?? [])], [chunkOf(35 * 10 ** 12)])
  assert.equal(dense?.sparse.count, 0)
})

test('G3: a TAC that was sold out takes two bits a handset and is filled without listing it', () => {
  const from = 35_123_456_000_000
  const base = buildBase(listingOf([[from + 999_999, 3]], [{ from, to: from + 999_999, status: 1 }]))
  assert.equal(base.count, 1_000_000)
  assert.equal(base.dense.memory.words.byteLength, 250_000)
  assert.deepEqual(
    [-1, 0, 999_998, 999_999, 1_000_000].map((serial) => base.statusOf(from + serial)),
    [0, 1, 1, 3, 0],
  )
})

test('a key that is listed twice is refused by its TAC alone, in a sparse chunk and in a dense one', () => {
  const lone = [35_123_456_000_001]
  const crowd = Array.from({ length: CHUNK }, (_, n) => 35_123_456_000_000 + n)
  for (const keys of [lone, crowd])
    assert.throws(
      () =>
        buildBase({
          keys: Float64Array.from([...keys, keys[0] ?? 0]),
          statuses: new Uint8Array(keys.length + 1).fill(3),
        }),
      (error: unknown) =>
        error instanceof ListedTwice && /35123456 /.test(error.message) && !/0000/.test(error.message),
    )
})

test('keys chosen to fall into one bucket are found, each', () => {
  const keys = Array.from({ length: 3000 }, (_, n) => unmix(77 * 2 ** 30 + n * 5)).filter((key) => key < 10 ** 14)
  const base = buildBase(listingOf(keys.map((key) => [key, 2] as const)))
  assert.ok(keys.length > 1000)
  for (const key of keys) assert.equal(base.statusOf(key), 2)
})

test('what is not a list is refused before anything is made of it', () => {
  const one = (key: number, status: number) => () =>
    buildBase({ keys: Float64Array.of(key), statuses: Uint8Array.of(status) })
  for (const key of [-1, 0.5, 10 ** 14, Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(one(key, 3), RangeError)
  for (const status of [0, 4]) assert.throws(one(1, status), RangeError)
  assert.throws(() => buildBase({ keys: new Float64Array(2), statuses: new Uint8Array(1) }), RangeError)
  const ranges =
    (...ends: [number, number][]) =>
    () =>
      buildBase(
        listingOf(
          [],
          ends.map(([from, to]) => ({ from, to, status: 1 })),
        ),
      )
  assert.throws(ranges([5, 4]), RangeError)
  assert.throws(ranges([0, 10 ** 14]), RangeError)
  assert.throws(ranges([0, 10], [10, 20]), RangeError)
  assert.throws(ranges([20, 30], [0, 10]), RangeError)
  assert.equal(emptyBase().count, 0)
})

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyKey, anyStatus, drawn, listingOf, type Oracle, oracleOf, setIn } from '#test/support/plane'
import { Agreeing, type Agreement, agreementOf, whereTheyDiffer } from './agreement.ts'
import { buildBase } from './base.ts'

const tacOf = (key: number) => String(key).padStart(14, '0').slice(0, 8)
const u64 = (number: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(number))
  return bytes
}
const sha256 = (parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** From the words of the doc comment alone, as another operator would write it. */
function byTheBook(oracle: Oracle): Agreement {
  const ascending = [...oracle].sort(([one], [other]) => one - other)
  const tacs = [...Map.groupBy(ascending, ([key]) => tacOf(key))].map(([tac, entries]) => ({
    tac,
    count: entries.length,
    hash: sha256(entries.map(([key, status]) => u64(4 * key + status))),
  }))
  return {
    count: oracle.size,
    hash: sha256(tacs.flatMap(({ tac, count, hash }) => [u64(Number(tac)), u64(count), hash])).toString('hex'),
    tacs: new Map(tacs.map(({ tac, count, hash }) => [tac, { count, hash: hash.toString('hex') }])),
  }
}

const agreed = (oracle: Oracle) => agreementOf(buildBase(listingOf(oracle)))

test('G9: counts and hashes are those that anyone gets by the book', () => {
  fc.assert(
    fc.property(drawn, (list) => {
      const oracle = oracleOf(list)
      assert.deepEqual(agreementOf(buildBase(listingOf(list.entries, list.ranges))), byTheBook(oracle))
    }),
    { numRuns: 40 },
  )
})

test('G9: two sides that differ find under which TACs, and no other', () => {
  const changes = fc.array(fc.tuple(anyKey, anyStatus), { maxLength: 8 })
  fc.assert(
    fc.property(drawn, changes, (list, all) => {
      const ours = oracleOf(list)
      const theirs = new Map(ours)
      for (const [key, status] of all) setIn(theirs, key, status)
      const keys = new Set([...ours.keys(), ...theirs.keys()])
      const changed = [...keys].filter((key) => ours.get(key) !== theirs.get(key))
      assert.deepEqual(whereTheyDiffer(agreed(ours), agreed(theirs)), [...new Set(changed.map(tacOf))].sort())
    }),
    { numRuns: 40 },
  )
})

test('a list that is not in order has no agreement', () => {
  const agreeing = new Agreeing()
  agreeing.add(5, 1)
  assert.throws(() => agreeing.add(5, 1), RangeError)
  assert.throws(() => agreeing.add(4, 1), RangeError)
  assert.throws(() => agreeing.add(Number.NaN, 1), RangeError)
})

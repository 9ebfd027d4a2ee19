import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type TheftKind, tellableKinds } from './kinds-told.ts'

const kinds = ['snatch', 'pickpocket', 'table', 'robbery'] as const

type Square = readonly number[]
const told = (square: Square) => {
  const counts = new Map<TheftKind, number>()
  for (const [at, kind] of kinds.entries()) if (square[at]) counts.set(kind, square[at])
  return tellableKinds(counts)
}
const total = (square: Square) => square.reduce((sum, count) => sum + count, 0)

/** All that looks at all kinds and at each kind say of a square. */
const seen = (square: Square) => {
  const may = told(square)
  const each = kinds.map((kind, at) => (may.has(kind) ? square[at] : '-'))
  return `${total(square) < 3 ? 'few' : total(square)} ${each}`
}

/** All squares with at most twelve reports: of each, all others that one could take it for are among them. */
const most = 12
let squares: Square[] = [[]]
for (const _ of kinds)
  squares = squares.flatMap((one) => Array.from({ length: most - total(one) + 1 }, (_, more) => [...one, more]))

test('B13: what looks at each kind tell of a square has no count of one or two, and leaves none when it is taken from the sum of all', () => {
  for (const square of squares) {
    const may = told(square)
    const sum = kinds.reduce((all, kind, at) => all + (may.has(kind) ? (square[at] as number) : 0), 0)
    for (const [at, kind] of kinds.entries()) assert.ok(!may.has(kind) || (square[at] as number) >= 3, `${square}`)
    const rest = total(square) - sum
    assert.ok(may.size === 0 || rest === 0 || rest >= 3, `${square}: ${rest} are left`)
  }
})

test('B13: who knows the rule as well cannot tell a count of one or two of any kind from all that is said', () => {
  const alike = Map.groupBy(squares, seen)
  for (const square of squares)
    for (const [at, count] of square.entries()) {
      if (count !== 1 && count !== 2) continue
      const could = new Set(alike.get(seen(square))?.map((one) => one[at]))
      assert.ok(could.size > 1, `${square}: ${seen(square)} says that there were ${count} of ${kinds[at]}`)
    }
})

test('B13: a kind with many is told beside one with few, as long as a third hides the few', () => {
  assert.deepEqual([...told([40, 1, 9])], ['snatch'])
  assert.deepEqual([...told([40, 9])], ['snatch', 'pickpocket'])
  assert.deepEqual([...told([40, 1])], [])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 3, max: 99 }), { minLength: 1, maxLength: 4 }), (square) => {
      assert.equal(told(square).size, square.length, 'nothing is hidden where nothing is few')
    }),
  )
})

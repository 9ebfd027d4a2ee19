import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Shown, suppress } from './suppress.ts'

const least = 5

/**
 * What an attacker can work out: for each hidden count, all values that fit what is shown. A hidden count is at least 1,
 * because zeros are shown; everything else about it is unknown. Tries every way to fill the hidden places.
 */
function possible(lists: readonly (readonly number[])[], shown: Shown, most: number): Set<number>[][] {
  const total = lists[0]?.reduce((sum, one) => sum + one, 0) ?? 0
  const fits = lists.map((counts, list) => {
    const hidden = counts.flatMap((_, at) => (shown.lists[list]?.[at] ? [] : [at]))
    const seen = counts.reduce((sum, one, at) => sum + (shown.lists[list]?.[at] ? one : 0), 0)
    return { hidden, seen, sums: hidden.length === 0 ? new Set([seen]) : undefined }
  })
  // With the total hidden, a list that is shown whole gives it away.
  const known = shown.total ? total : fits.find(({ sums }) => sums)?.seen
  return fits.map(({ hidden, seen }) => {
    const values = hidden.map(() => new Set<number>())
    for (const fill of fillings(hidden.length, known === undefined ? undefined : known - seen, most))
      for (const [at, value] of fill.entries()) values[at]?.add(value)
    return values
  })
}

function* fillings(places: number, sum: number | undefined, most: number): Generator<number[]> {
  if (places === 0) {
    if (sum === undefined || sum === 0) yield []
    return
  }
  for (let value = 1; value <= (sum ?? most); value += 1)
    for (const rest of fillings(places - 1, sum === undefined ? undefined : sum - value, most)) yield [value, ...rest]
}

test('J3: whatever the counts, no hidden count can be worked out from what is shown', () => {
  const list = fc.array(fc.nat(9), { minLength: 1, maxLength: 4 })
  const twoWays = fc.tuple(list, list).map(([months, groups]) => {
    const difference = months.reduce((a, b) => a + b, 0) - groups.reduce((a, b) => a + b, 0)
    // Both lists must make one total.
    return difference >= 0 ? [months, [...groups, difference]] : [[...months, -difference], groups]
  })
  fc.assert(
    fc.property(
      fc.oneof(
        twoWays,
        list.map((months) => [months]),
      ),
      (lists) => {
        const shown = suppress(
          lists.map((counts) => ({ counts })),
          least,
        )
        for (const [at, counts] of lists.entries())
          for (const [place, count] of counts.entries())
            if (count > 0 && count < least) assert.equal(shown.lists[at]?.[place], false)
        for (const values of possible(lists, shown, 12).flat()) {
          assert.ok(values.size >= 2, 'only one value fits')
          assert.ok(
            [...values].some((value) => value >= least),
            'it is sure to be a small count',
          )
        }
      },
    ),
    { numRuns: 400 },
  )
})

test('B59: a true zero is always shown, and nothing is hidden without need', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 5, max: 99 })), { minLength: 1 }), (counts) => {
      assert.deepEqual(suppress([{ counts }], least), { total: true, lists: [counts.map(() => true)] })
    }),
  )
  assert.deepEqual(suppress([{ counts: [0, 3, 9, 20] }], least).lists, [[true, false, false, true]])
})

test('one network alone with a few cases hides the total as well', () => {
  const shown = suppress([{ counts: [3, 0] }, { counts: [3] }], least)
  assert.deepEqual(shown, { total: false, lists: [[false, true], [false]] })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinStays, type PlacedStay } from './unit-stays.ts'

/** Minutes from a beginning. */
const stay = (from: number, to: number): PlacedStay => ({
  fence: 'f',
  enters: from * 60_000,
  seconds: (to - from) * 60,
})

/** All stays of a unit, written down one after the other as they end. */
function written(stays: readonly PlacedStay[]) {
  const rows = new Map<string, PlacedStay>()
  for (const [at, one] of stays.entries()) {
    const others = [...rows].map(([visit, { enters, seconds }]) => ({
      visit,
      from: enters,
      to: enters + seconds * 1000,
    }))
    const joined = joinStays(one, others)
    for (const visit of joined.instead) rows.delete(visit)
    rows.set(`${at}`, joined.stay)
  }
  return [...rows.values()]
}

test('B73 B15: two officers of one unit are at a stop once, and short stays that meet are one whole stop', () => {
  assert.deepEqual(written([stay(0, 13), stay(1, 14)]), [stay(0, 14)])
  assert.deepEqual(written([stay(0, 7), stay(9, 14)]), [stay(0, 7), stay(9, 14)])
  // The one that joins the two came last.
  assert.deepEqual(written([stay(0, 7), stay(9, 14), stay(6, 10)]), [stay(0, 14)])
})

test('in whatever order stays end, each minute of a unit is counted once, and no minute is made up', () => {
  const each = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 })).map(([from, long]) => stay(from, from + long))
  fc.assert(
    fc.property(fc.array(each, { minLength: 1, maxLength: 12 }), (stays) => {
      const minutes = new Set(
        stays.flatMap(({ enters, seconds }) => Array.from({ length: seconds / 60 }, (_, at) => enters / 60_000 + at)),
      )
      const rows = written(stays).toSorted((a, b) => a.enters - b.enters)
      assert.equal(
        rows.reduce((sum, { seconds }) => sum + seconds, 0),
        minutes.size * 60,
      )
      for (const [at, { enters }] of rows.entries()) {
        const before = rows[at - 1]
        assert.ok(!before || before.enters + before.seconds * 1000 < enters, 'no two of them meet')
      }
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellCounts } from '#lib/cells/counts'
import { KindCells, type KindOfTheft, toldIn } from './kind-cells.ts'
import { totalTold } from './kinds-told.ts'
import { londonCells } from './london-cells.ts'
import { halfLifeDays } from './theft-cell.ts'

const kinds = ['snatch', 'table', 'robbery'] as const
const rides = ['e-bike', undefined, 'on-foot'] as const

for (const wanted of ['snatch', 'e-bike'] as const)
  test(`B13 B38: after any changes of squares, the counts of ${wanted} are those of its told squares counted anew`, () =>
    countedAnew(wanted))

test('B38: a vehicle is told where three say it, and where what is left says nothing of one or two', () => {
  const thefts = (...rode: (KindOfTheft['vehicle'] | '')[]): KindOfTheft[] =>
    rode.map((vehicle, day) => ({ kind: 'snatch', vehicle: vehicle || undefined, event: { day, month: 0 } }))
  assert.equal(toldIn(thefts('e-bike', 'e-bike', 'e-bike'), 'e-bike').length, 3)
  assert.equal(toldIn(thefts('e-bike', 'e-bike', 'e-bike', '', '', ''), 'e-bike').length, 3)
  assert.equal(toldIn(thefts('e-bike', 'e-bike', 'e-bike', ''), 'e-bike').length, 0, 'one of whom nothing was said')
  assert.equal(toldIn(thefts('e-bike', 'e-bike', ''), 'e-bike').length, 0)
  assert.equal(toldIn(thefts('e-bike', 'e-bike', 'e-bike'), 'snatch').length, 3, 'kinds are parted by themselves')
})

function countedAnew(wanted: 'snatch' | 'e-bike') {
  const london = londonCells()
  const cells = [...london.mask.keys()].filter((cell) => london.mask[cell]).slice(0, 4)
  const change = fc.tuple(fc.nat(3), fc.array(fc.tuple(fc.nat(2), fc.nat(9)), { maxLength: 12 }))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const kept = new KindCells(wanted, london)
      const squares = new Map<number, readonly KindOfTheft[]>()
      for (const [at, thefts] of changes) {
        const cell = cells[at] as number
        // Some stay, as most do when a square changes.
        const stay = (squares.get(cell) ?? []).slice(0, 3)
        const fresh = thefts.map(([kind, day]) => ({
          ...{ kind: kinds[kind] as 'snatch', vehicle: rides[day % 3], event: { day, month: 0 } },
        }))
        squares.set(cell, [...stay, ...fresh])
        kept.take(cell, squares.get(cell) ?? [])
      }
      const anew = cellCounts(kept.counts.cells, halfLifeDays)
      for (const [cell, thefts] of squares) for (const { event } of toldIn(thefts, wanted)) anew.add(cell, event)
      assert.equal(totalTold(kept.counts), anew.taken(), 'all that are there are told')
      for (const cell of cells) {
        assert.equal(kept.counts.counts[cell], anew.counts[cell])
        assert.ok(Math.abs(kept.counts.decayed.at(cell, 10) - anew.decayed.at(cell, 10)) < 1e-9)
      }
    }),
    { numRuns: 40 },
  )
}

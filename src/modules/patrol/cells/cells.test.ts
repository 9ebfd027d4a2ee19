import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellAt } from '#lib/cells/grid'
import { londonCells } from './london-cells.ts'
import { eventAt } from './reported-cells.ts'
import { hourOf, squareOf } from './theft-cell.ts'

test('a square holds its point, and is the same for all points in it', () => {
  const metres = fc.integer({ min: 0, max: 700_000 })
  fc.assert(
    fc.property(metres, metres, (easting, northing) => {
      const square = squareOf({ easting, northing })
      assert.ok(square.easting <= easting && easting < square.easting + 150)
      assert.deepEqual(squareOf({ easting: square.easting + 149, northing: square.northing + 149 }), square)
    }),
  )
})

test('when is kept by the hour; the hour of the week is that of a clock in London', () => {
  assert.equal(hourOf('2026-11-27T14:59:59.999Z').toISOString(), '2026-11-27T14:00:00.000Z')
  assert.equal(eventAt('2026-11-27T14:00:00.000Z').hourOfWeek, 4 * 24 + 14) // a Friday
  assert.equal(eventAt('2026-07-03T23:00:00.000Z').hourOfWeek, 5 * 24) // in summer it is Saturday by then
})

test('London is some 70,000 squares in 33 boroughs, each with a name', () => {
  const { grid, mask, cells, boroughs, boroughOf } = londonCells()
  assert.ok(cells > 69_000 && cells < 75_000, `${cells}`)
  assert.equal(boroughs.length, 33)
  assert.equal(boroughs[boroughOf[cellAt(grid, 529_000, 181_200)] ?? 255], 'Westminster')
  assert.equal(mask[0], 0)
  assert.ok(mask.every((is, cell) => (is === 1) === (boroughOf[cell] as number) < 33))
})

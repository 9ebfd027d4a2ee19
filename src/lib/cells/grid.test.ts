import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellAt, centreOf, gridOver, TooManyCells } from './grid.ts'

const metres = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const size = fc.constantFrom(50, 150, 500)
const extent = fc.tuple(
  metres,
  metres,
  fc.double({ min: 0, max: 9000, noNaN: true }),
  fc.double({ min: 0, max: 9000, noNaN: true }),
)

test('each point of the extent lies in the cell whose centre is nearest, and row 0 is in the south', () => {
  fc.assert(
    fc.property(extent, size, fc.double({ min: 0, max: 1, noNaN: true }), ([west, south, wide, high], cell, part) => {
      const grid = gridOver({ west, south, east: west + wide, north: south + high }, cell)
      const [x, y] = [west + part * wide, south + part * high]
      const at = cellAt(grid, x, y)
      const [cx, cy] = centreOf(grid, at)
      assert.ok(Math.abs(cx - x) <= cell / 2 + 1e-6 && Math.abs(cy - y) <= cell / 2 + 1e-6)
      assert.equal(cellAt(grid, cx, cy), at)
      const above = cellAt(grid, cx, cy + cell)
      assert.equal(above, Math.floor(at / grid.cols) + 1 < grid.rows ? at + grid.cols : -1)
      assert.equal(cellAt(grid, grid.west - 1, cy), -1)
    }),
  )
})

test('two files of one city draw one grid: its edges are whole multiples of the cell', () => {
  const one = gridOver({ west: 530_123, south: 180_456, east: 531_000, north: 181_000 }, 150)
  const other = gridOver({ west: 530_001, south: 180_320, east: 532_000, north: 181_900 }, 150)
  assert.deepEqual([one.west % 150, one.south % 150, (one.west - other.west) % 150], [0, 0, 0])
})

test('a stray point is refused with a sentence, not with a map of half the world', () => {
  const stray = { west: -5e6, south: 0, east: 531_000, north: 5e6 }
  assert.throws(
    () => gridOver(stray, 150),
    (error: Error) => error instanceof TooManyCells && /A stray point/.test(error.message),
  )
  assert.throws(() => gridOver({ ...stray, north: Number.NaN }, 150), TooManyCells)
  assert.throws(() => gridOver(stray, 0), RangeError)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { History } from './history.ts'
import { levelOf } from './level.ts'

const historyOf = (totals: readonly number[]): History => ({
  grid: { west: 0, south: 0, cell: 1, rows: 1, cols: 1 },
  cells: Int32Array.of(0),
  first: 0,
  counts: totals.map((total) => Float64Array.of(total)),
})
const level = (...totals: number[]) => levelOf(historyOf(totals), 12)

test('after a sudden change the level is that of what came after it; a bend of chance is no change', () => {
  assert.deepEqual(level(4000, 4100, 3900, 4200), { expected: (4100 + 3900 + 4200) / 3, shifted: false })
  assert.deepEqual(level(4000, 4100, 3900, 761), { expected: 761, shifted: true })
  assert.deepEqual(level(4000, 4100, 3900, 761, 800), { expected: 780.5, shifted: false })
  assert.deepEqual(level(4000, 4100, 3900, 9000), { expected: 9000, shifted: true })
  assert.equal(level(3, 4, 2, 9).shifted, false)
  assert.deepEqual(level(), { expected: 0, shifted: false })
})

test('with a year behind it the season bends the level, and only by half of what one year showed', () => {
  const year = [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]
  assert.equal(level(...year, 100, 100, 100).expected, 100)
  const december = levelOf({ ...historyOf([100, 100, 100, 144, ...year.slice(4), 100, 100, 100]) }, 12)
  assert.ok(Math.abs(december.expected - 120) < 1e-9)
})

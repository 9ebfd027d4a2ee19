import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DecayedCounts } from './decay.ts'

const event = fc.record({
  cell: fc.integer({ min: 0, max: 4 }),
  day: fc.double({ min: -50, max: 900, noNaN: true }),
  weight: fc.double({ min: 0.1, max: 3, noNaN: true }),
})

test('a decayed count is the sum over its events, in whatever order they came in', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 30 }),
      fc.double({ min: 0.5, max: 200, noNaN: true }),
      (events, halfLife) => {
        const counts = new DecayedCounts(5, halfLife)
        for (const { cell, day, weight } of events) counts.add(cell, day, weight)
        const all = counts.on(900)
        for (let cell = 0; cell < 5; cell++) {
          const its = events.filter((one) => one.cell === cell)
          const wanted = its.reduce((sum, { day, weight }) => sum + weight * 2 ** ((day - 900) / halfLife), 0)
          assert.ok(
            Math.abs(counts.at(cell, 900) - wanted) <= 1e-11 * (1 + wanted),
            `${counts.at(cell, 900)} is not ${wanted}`,
          )
          assert.equal(all[cell], counts.at(cell, 900))
        }
      },
    ),
  )
})

test('half after one half-life, nothing after it is taken back, and a century changes no order', () => {
  const counts = new DecayedCounts(3, 90)
  counts.add(1, 0)
  assert.deepEqual([counts.at(1, 0), counts.at(1, 90), counts.at(1, 180), counts.at(2, 90)], [1, 0.5, 0.25, 0])
  counts.add(1, 0, -1)
  assert.equal(counts.at(1, 0), 0)
  const long = new DecayedCounts(2, 1)
  for (let day = 0; day <= 36_525; day++) long.add(day % 2, day)
  assert.ok(Math.abs(long.at(1, 36_525) - 4 / 3) < 1e-12 && Math.abs(long.at(0, 36_525) - 2 / 3) < 1e-12)
  assert.equal(new DecayedCounts(1, 1).at(0, 5), 0)
})

test('a cell that is none, a day that is none and a half-life of nothing are refused', () => {
  assert.throws(() => new DecayedCounts(3, 0), /halfLife is 0/)
  assert.throws(() => new DecayedCounts(3, 1).add(3, 0), /cell is 3; it is a number from 0 to 2/)
  assert.throws(() => new DecayedCounts(3, 1).add(0, Number.NaN), /day is NaN/)
})

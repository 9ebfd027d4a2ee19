import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendarOf, months } from './calendar.ts'
import { snapshots } from './features.ts'
import { type History, ringsOf } from './history.ts'

const [rows, cols] = [5, 7]
/** An area with gaps: cells that are not of it are nobody's neighbours. */
const town = fc
  .tuple(
    fc.uniqueArray(fc.nat(rows * cols - 1), { minLength: 1, maxLength: 30 }),
    fc.array(fc.array(fc.constantFrom(0, 0, 0, 1, 4), { minLength: 30, maxLength: 30 }), {
      minLength: 3,
      maxLength: 15,
    }),
  )
  .map(([chosen, counts]): History => {
    const cells = Int32Array.from(chosen).sort()
    const grid = { west: 0, south: 0, cell: 150, rows, cols }
    return { grid, cells, first: 24_216, counts: counts.map((one) => Float64Array.from(one.slice(0, cells.length))) }
  })

test('what places next to a place have is what anyone would count around it', () => {
  fc.assert(
    fc.property(town, (history) => {
      const values = history.counts[0] as Float64Array
      const { near, far } = ringsOf(history)
      const around = (place: number, distance: number) =>
        values.reduce((sum, value, other) => {
          const [a, b] = [history.cells[place] as number, history.cells[other] as number]
          const apart = Math.max(
            Math.abs(Math.floor(a / cols) - Math.floor(b / cols)),
            Math.abs((a % cols) - (b % cols)),
          )
          return sum + (apart === distance ? value : 0)
        }, 0)
      const [ones, twos] = [near(values), far(values)]
      for (const place of values.keys())
        assert.deepEqual([ones[place], twos[place]], [around(place, 1), around(place, 2)])
    }),
  )
})

test('a snapshot holds shares that add up to one, and the lags as they were; what came later is not in it', () => {
  fc.assert(
    fc.property(town, (history) => {
      const at = history.first + history.counts.length - 1
      const take = snapshots(calendarOf(months))
      const { places, own, shares, components, values, features } = take(history, at)
      const later = history.counts.map((counts, index) => (history.first + index < at ? counts : counts.map(() => 9)))
      assert.deepEqual(take({ ...history, counts: later }, at), take(history, at))
      for (const [part, name] of components.entries()) {
        if (places.length === 0 || name === 'alike' || name === 'far' || name.startsWith('near')) continue
        const sum = places.reduce((all, _, row) => all + (shares[row * components.length + part] as number), 0)
        assert.ok(Math.abs(sum - 1) < 1e-6, `${name} ${sum}`)
      }
      const lag = history.counts.at(-2) as Float64Array
      const total = lag.reduce((all, n) => all + n, 0) || 1
      for (let row = 0; row < own; row++) {
        const seen = values[row * features.length + features.indexOf('lag 1')] as number
        assert.ok(Math.abs(seen - (1e4 * (lag[places[row] as number] as number)) / total) < 0.01)
      }
    }),
    { numRuns: 40 },
  )
})

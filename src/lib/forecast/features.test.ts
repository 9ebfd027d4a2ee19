import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOf } from '#lib/cells/moment'
import { calendarOf, months } from './calendar.ts'
import { snapshots } from './features.ts'
import { before, type History, ringsOf } from './history.ts'
import { historyFrom } from './history-from.ts'
import { darknessOf, timesOf } from './times.ts'

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

const sky = { place: { lat: 51.5, lon: -0.1 }, timeZone: 'Europe/London' }

test('A23: darkness and hours are known of places where the data have hours, and of none where they are monthly', () => {
  const grid = { west: 0, south: 0, cell: 100, rows: 1, cols: 3 }
  // One place sees its thefts at six in the evening, one at noon: in December the first are in the dark.
  const days = Array.from({ length: 120 }, (_, at) => dayOf(2025, 11, 1) + (at >> 1) + (at % 2 ? 18 : 12) / 24)
  const is = Object.entries(timesOf(sky)).map(([name, at]) => [name, Uint8Array.from(days, (day) => Number(at(day)))])
  const events = {
    ...{ length: 120, weight: days.map(() => 1), period: days.map((day) => months.at(day)) },
    ...{ x: days.map((_, at) => (at % 2 ? 50 : 250)), y: days.map(() => 50) },
  }
  const [first, end] = [months.at(dayOf(2025, 11)), months.at(dayOf(2026, 1))] as const
  const make = (more: object) =>
    historyFrom({ ...events, ...more }, grid, new Uint8Array(3).fill(1), [first, end]).history
  const calendar = calendarOf(months, [], { darkness: darknessOf(sky) })
  const seen = (history: History, at = end) => {
    const { own, places, features, values } = snapshots(calendar)(history, at)
    return (name: string) =>
      Array.from({ length: own }, (_, row) => [places[row], values[row * features.length + features.indexOf(name)]])
  }
  const withHours = seen(make({ times: Object.fromEntries(is) }))
  const shares = new Map(withHours('share in the dark') as [number, number][])
  assert.ok((shares.get(0) ?? 0) > 0.9 && (shares.get(2) ?? 1) < 0.1, JSON.stringify([...shares]))
  assert.ok(withHours('dark').every(([, dark]) => Math.abs((dark ?? 0) - 0.6) < 0.05))
  // Sunday the second of November and all other weekends: as many at both places.
  assert.equal(new Set(withHours('share on days off').map(([, share]) => share?.toFixed(6))).size, 1)

  const features = snapshots(calendarOf(months))(make({}), end).features
  assert.deepEqual(
    features.filter((name) => /dark|night|share/.test(name)),
    [],
  )
  const cut = before(make({ times: Object.fromEntries(is) }), end - 1)
  assert.deepEqual(new Set(Object.values(cut.times ?? {}).map(({ length }) => length)), new Set([1]))
})

test('A23: days with an event are known of a period, where they are listed', () => {
  const carnival = new Set([dayOf(2025, 8, 24), dayOf(2025, 8, 25)])
  const { of } = calendarOf(months, [], { events: carnival })
  assert.equal(of(months.at(dayOf(2025, 8, 3))).events, 2 / 31)
  assert.equal(of(months.at(dayOf(2025, 9))).events, 0)
  assert.equal(calendarOf(months).of(24_300).events, undefined)
})

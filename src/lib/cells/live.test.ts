import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { giStar, giStarScores } from '../stats/gistar.ts'
import { distanceBand, queen } from '../stats/neighbours.ts'
import { liveCells } from './live.ts'
import { monthOfDay } from './moment.ts'

const shape = fc.record({ rows: fc.integer({ min: 1, max: 7 }), cols: fc.integer({ min: 1, max: 7 }) })
const day = fc.double({ min: 20_000, max: 20_400, noNaN: true })
/** An event comes in; or, of those that are there, one is taken back, or moved to another cell. */
const step = fc.record({
  do: fc.constantFrom('add', 'add', 'add', 'take', 'move'),
  cell: fc.nat(48),
  day,
  pick: fc.nat(),
})
const hoods = { queen, band: distanceBand(300, 150), wide: distanceBand(500, 100) }

const close = (a: number, b: number, what: string) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b)), `${what}: ${a} is not ${b}`)

test('B13: after any events, and any of them taken back or moved, Gi* of each cell, of a mask too, is that of the whole map counted anew', () => {
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom(...Object.values(hoods)),
      fc.array(step, { maxLength: 60 }),
      fc.double({ min: 7, max: 200, noNaN: true }),
      fc.nat(60),
      fc.option(fc.uint8Array({ minLength: 49, maxLength: 49, max: 1 }), { nil: undefined }),
      ({ rows, cols }, near, steps, halfLife, first, lots) => {
        const cells = rows * cols
        const mask = lots && Uint8Array.from(lots.subarray(0, cells)).with(0, 1)
        const live = liveCells({ rows, cols, mask }, near, halfLife)
        const there: { cell: number; day: number }[] = []
        const put = (one: { cell: number; day: number }, weight: number) =>
          live.add(one.cell, { day: one.day, month: monthOfDay(one.day), weight })
        const make = ({ cell, pick, ...one }: (typeof steps)[number]) => {
          const old = one.do === 'add' ? undefined : there.splice(pick % Math.max(1, there.length), 1)[0]
          if (old) put(old, -1)
          if (one.do === 'take') return
          const event = { cell: cell % cells, day: old?.day ?? one.day }
          there.push(event)
          put(event, 1)
        }
        // The first ones come together, as when a program starts.
        live.together(() => steps.slice(0, first).forEach(make))
        for (const one of steps.slice(first)) make(one)
        const counts = new Float64Array(cells)
        const faded = new Float64Array(cells)
        for (const one of there) {
          counts[one.cell] = (counts[one.cell] as number) + 1
          faded[one.cell] = (faded[one.cell] as number) + 2 ** ((one.day - 20_400) / halfLife)
        }
        assert.deepEqual(live.counts, counts)
        const whole = giStar({ rows, cols, mask, near, counts })
        const standing = live.standings()
        const fadedWhole = giStarScores({ rows, cols, mask, near, counts: faded })
        // Cells that differ by rounding alone have no spread that anybody could agree on.
        const inside = faded.filter((_, cell) => !mask || mask[cell])
        const spread = Math.max(...inside) - Math.min(...inside) > 1e-7 * Math.max(...inside)
        const all = live.decayedGiStars()
        for (let cell = 0; cell < cells; cell++) {
          close(live.giStar(cell), whole.z[cell] as number, 'z')
          close(standing(cell).z, whole.z[cell] as number, 'z of all')
          close(standing(cell).q, whole.q[cell] as number, 'q')
          close(live.decayed.at(cell, 20_400), faded[cell] as number, 'decayed')
          if (!spread) continue
          close(live.decayedGiStar(cell), fadedWhole[cell] as number, 'decayed z')
          assert.equal(all[cell], live.decayedGiStar(cell))
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a century of events moves the day that all are reckoned from, and Gi* stays that of the whole map', () => {
  const live = liveCells({ rows: 5, cols: 5 }, queen, 7)
  for (let day = 0; day < 36_500; day += 9) live.add((day * 7) % 25, { day, month: 1 })
  const whole = giStarScores({ rows: 5, cols: 5, near: queen, counts: live.decayed.on(36_500) })
  for (let cell = 0; cell < 25; cell++) close(live.decayedGiStar(cell), whole[cell] as number, 'z')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellCounts } from './counts.ts'
import { monthOfDay, weekdayOf } from './moment.ts'

const event = fc.record({
  cell: fc.nat(5),
  day: fc.double({ min: 17_000, max: 18_000, noNaN: true }),
  weight: fc.constantFrom(1, 1, 1, 3),
})

test('B13: after any events in any order, counts, months and hours add up, and decayed counts are those of the definition', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 60 }),
      fc.double({ min: 5, max: 200, noNaN: true }),
      (events, halfLife) => {
        const kept = cellCounts(6, halfLife)
        for (const { cell, day, weight } of events)
          kept.add(cell, {
            day,
            month: monthOfDay(day),
            hourOfWeek: weekdayOf(day) * 24 + Math.floor((day % 1) * 24),
            weight,
          })
        const all = kept.decayed.on(18_000)
        for (let cell = 0; cell < 6; cell++) {
          const here = events.filter((one) => one.cell === cell)
          const sum = (of: (one: (typeof events)[number]) => number) => here.reduce((total, one) => total + of(one), 0)
          const close = (a: number, b: number) =>
            assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)), `${a} ${b}`)
          close(
            kept.counts[cell] as number,
            sum(({ weight }) => weight),
          )
          close(
            all[cell] as number,
            sum(({ day, weight }) => weight * 0.5 ** ((18_000 - day) / halfLife)),
          )
          close(
            kept.months().reduce((total, month) => total + (kept.month(month)?.[cell] ?? 0), 0),
            kept.counts[cell] as number,
          )
          close(
            kept.week(cell).reduce((total, one) => total + one, 0),
            kept.counts[cell] as number,
          )
        }
        assert.equal(
          kept.week().reduce((total, one) => total + one, 0),
          events.reduce((total, { weight }) => total + weight, 0),
        )
      },
    ),
  )
})

test('a cell that is none is refused, and an event without an hour is in no hour', () => {
  const kept = cellCounts(2, 30)
  for (const cell of [-1, 2, Number.NaN]) assert.throws(() => kept.add(cell, { day: 1, month: 1 }), RangeError)
  kept.add(1, { day: 17_000, month: 24_198 })
  assert.deepEqual([kept.counts[1], kept.week(1).some((one) => one > 0), kept.month(7)], [1, false, undefined])
  assert.equal(kept.decayed.at(1, 17_030), 0.5)
})

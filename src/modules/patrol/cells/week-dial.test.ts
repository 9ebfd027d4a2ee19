import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { weekDial } from './week-dial.ts'

test('data without hours have no dial', () => {
  assert.equal(weekDial(new Float32Array(168)), undefined)
})

test('the dial says the three hours with the most, also over midnight from Sunday to Monday', () => {
  const week = new Float32Array(168)
  week[4 * 24 + 17] = 5
  week[4 * 24 + 19] = 4
  week[2] = 8
  assert.deepEqual(weekDial(week)?.most, { day: 'Friday', from: '17:00', to: '20:00', thefts: 9 })
  week[0] = 1
  week[1] = 2
  week[167] = 9
  assert.deepEqual(weekDial(week)?.most, { day: 'Sunday', from: '23:00', to: '02:00', thefts: 12 })
})

test('each hour with a theft is drawn once, darker the more there were; the table holds all of them', () => {
  const count = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(fc.array(count, { minLength: 168, maxLength: 168 }), (week) => {
      const dial = weekDial(week)
      const with_ = week.filter((one) => one > 0).length
      if (!dial) return assert.equal(with_, 0)
      const drawn = dial.shades.map(({ path }) => path.split('M').length - 1)
      assert.equal(
        drawn.reduce((sum, n) => sum + n, 0),
        with_,
      )
      assert.ok((drawn.at(-1) ?? 0) >= week.filter((one) => one === Math.max(...week)).length)
      const rows = dial.table.flatMap(({ counts }) => counts)
      assert.equal(rows.length, 168)
      assert.equal(
        rows.reduce((sum, n) => sum + n, 0),
        dial.thefts,
      )
      assert.equal(dial.table[5]?.counts[2], week[2 * 24 + 5])
      assert.ok(dial.shades.every(({ path }) => !path.includes('NaN')))
    }),
  )
})

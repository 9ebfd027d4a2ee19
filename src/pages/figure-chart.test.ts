import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Figure } from '#modules/statistics/public'
import { barsOf, chartSays, figureText } from './figure-chart.ts'

const month = (name: string, value: number | null): Figure => ({ month: name, value, tooFew: value === null })
const quarter = [month('2026-01', 71), month('2026-02', null), month('2026-03', 0)]

test('the picture’s answer stands above it as a sentence', () => {
  assert.equal(
    chartSays(quarter, 'thefts'),
    'The highest month was January 2026: 71. 1 of 3 months had too few to publish.',
  )
  assert.equal(chartSays([month('2026-01', 0)], 'thefts'), 'No month of these 1 has a figure to show.')
})

test('a month with too few is said, not drawn, and never looks like none', () => {
  const { bars } = barsOf(quarter, 'thefts')
  assert.deepEqual(
    bars.map(({ says, percent }) => [says, percent]),
    [
      ['January 2026: 71', 100],
      ['February 2026: too few to publish', 0],
      ['March 2026: 0', 0],
    ],
  )
})

test('each value carries its unit', () => {
  const one = month('2026-01', 1234.56)
  assert.equal(figureText(one, 'percent'), '1,234.6%')
  assert.equal(figureText(one, 'seconds'), '1,234.6 s')
  assert.equal(figureText(one, 'thefts'), '1,234.6')
})

test('the longest bar fills the picture and no bar leaves it', () => {
  const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 24 }), (values) => {
      const { bars, height } = barsOf(
        values.map((one) => month('2026-01', one)),
        'thefts',
      )
      for (const { percent, y } of bars) assert.ok(percent >= 0 && percent <= 100 && y < height)
      if (values.some((one) => (one ?? 0) > 0)) assert.equal(Math.max(...bars.map(({ percent }) => percent)), 100)
    }),
  )
})

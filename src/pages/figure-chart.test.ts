import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Cell, Figures, Line, Measure } from '#modules/statistics/public'
import { barsOf, chartSays, figureText } from './figure-chart.ts'

const cell = (value: number | null): Cell => ({ value, status: value === null ? 'too-few' : 'shown' })
const line = (month: string | null, value: number | null): Line => ({ month, group: null, cells: { n: cell(value) } })
const figures = (...months: Line[]): Figures => ({ total: line(null, null), months, groups: [] })
const thefts: Pick<Measure, 'columns' | 'chart'> = {
  columns: [{ key: 'n', says: 'Thefts', unit: 'thefts' }],
  chart: 'n',
}

test('the picture’s answer stands above it as a sentence', () => {
  assert.equal(
    chartSays(figures(line('2026-01', 71), line('2026-02', null), line('2026-03', 0)), thefts),
    'The highest month was January 2026: 71. 1 of 3 months had too few to publish.',
  )
  assert.equal(chartSays(figures(line('2026-01', 0)), thefts), 'No month of these 1 has a figure to show.')
})

test('a month with too few is said, not drawn, and never looks like none', () => {
  const { bars } = barsOf(
    [71, null, 0].map((value) => ({ says: 'a month', cell: cell(value) })),
    'thefts',
  )
  assert.deepEqual(
    bars.map(({ says, percent }) => [says, percent]),
    [
      ['a month: 71', 100],
      ['a month: too few to publish', 0],
      ['a month: 0', 0],
    ],
  )
})

test('each value carries its unit, and a time is said as people say it', () => {
  assert.equal(figureText(cell(1234.56), 'percent'), '1,234.6%')
  assert.equal(figureText(cell(1234.56), 'thefts'), '1,234.6')
  assert.deepEqual(
    [1.234, 42.4, 185, 94_200].map((value) => figureText(cell(value), 'seconds')),
    ['1.2 s', '42 s', '3 min 5 s', '26 h 10 min'],
  )
  assert.equal(figureText({ value: null, status: 'none' }, 'seconds'), 'none to count')
})

test('the longest bar fills the picture and no bar leaves it', () => {
  const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 24 }), (values) => {
      const { bars, height } = barsOf(
        values.map((one) => ({ says: 'a month', cell: cell(one) })),
        'thefts',
      )
      for (const { percent, y } of bars) assert.ok(percent >= 0 && percent <= 100 && y < height)
      if (values.some((one) => (one ?? 0) > 0)) assert.equal(Math.max(...bars.map(({ percent }) => percent)), 100)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { studyChart } from './study-chart.ts'

test('whatever is counted, lines stay in the picture and their names do not lie over each other', () => {
  const series = fc.integer({ min: 2, max: 26 }).chain((steps) => {
    const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), {
      minLength: 2 * steps,
      maxLength: 2 * steps,
    })
    return fc.tuple(values, values)
  })
  fc.assert(
    fc.property(series, ([patrolled, control]) => {
      const { lines, width, height, startX } = studyChart(patrolled, control)
      for (const { path } of lines)
        for (const [, x, y] of path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g))
          assert.ok(Number(x) >= 0 && Number(x) <= width && Number(y) >= 0 && Number(y) <= height, path)
      assert.ok(Math.abs((lines[0]?.y ?? 0) - (lines[1]?.y ?? 0)) >= 13.99)
      assert.ok(startX > 0 && startX < width)
    }),
  )
})

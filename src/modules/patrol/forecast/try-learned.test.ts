import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellCounts } from '#lib/cells/counts'
import { firstDayOf } from '#lib/cells/moment'
import { calendarOf, months } from '#lib/forecast/calendar'
import { forecaster } from '#lib/forecast/forecast'
import { poisson, seeded } from '#lib/stats/random'
import { learnedCalendar } from '../calendar/learned-calendar.ts'
import type { LondonCells } from '../cells/london-cells.ts'
import { tryLearned } from './try-learned.ts'

const [rows, cols, first, many] = [12, 12, 2018 * 12 + 1, 12]

/** A small town in which launches move thefts from its west to its east, so that who knows of them foretells otherwise. */
function town() {
  const random = seeded(8)
  const counts = cellCounts(rows * cols, 91)
  const { of } = learnedCalendar(first, first + many)
  const history = Array.from({ length: many }, (_, at) => {
    const launches = of(first + at).launches ?? 0
    return Float64Array.from({ length: rows * cols }, (_, cell) =>
      poisson((cell % 7) * (cell % cols < cols / 2 ? 1 - launches : launches), random),
    )
  })
  for (const [at, month] of history.entries())
    for (const [cell, weight] of month.entries())
      if (weight > 0) counts.add(cell, { day: firstDayOf(first + at) + 15, month: first + at, weight })
  const grid = { west: 0, south: 0, cell: 150, rows, cols }
  return {
    counts,
    history,
    grid,
    london: { grid, mask: new Uint8Array(rows * cols).fill(1) } as unknown as LondonCells,
  }
}

test('A23: the learned model is tried with what the bench measures: launches and the days of crowds', () => {
  const { counts, history, grid, london } = town()
  const cells = Int32Array.from({ length: rows * cols }, (_, cell) => cell)
  const gainsBy = (calendar: ReturnType<typeof calendarOf>) =>
    forecaster({ shares: [0.002, 0.005, 0.01, 0.05], calendar })({ grid, cells, first, counts: history }).release.gains
  const last = [...tryLearned({ counts, london }, () => 0)].at(-1)
  assert.ok(last?.release.gains)
  assert.deepEqual(last.release.gains, gainsBy(learnedCalendar(first, first + many)))
  assert.notDeepEqual(last.release.gains, gainsBy(calendarOf(months)))
})

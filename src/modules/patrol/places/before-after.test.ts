import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from '#lib/cells/moment'
import { cellsIn, first, london, town } from '#test/support/town'
import type { Look } from '../cells/hotspots.ts'
import { beforeAndAfter, squareAndAround } from './before-after.ts'

/** The squares that a list would name as month 24 begins. */
function topAt24({ counts }: Look, cells: readonly number[], many: number): number[] {
  const score = (cell: number) =>
    [...Array(24).keys()].reduce((sum, at) => sum + (counts.month(first + at)?.[cell] ?? 0) * 0.5 ** ((24 - at) / 3), 0)
  return cells.toSorted((a, b) => score(b) - score(a)).slice(0, many)
}

/** Camden with 150 squares of thefts, each at its own rate; works at six of them in month 24, after which they have `times` as many. */
function works(seed: number, times: number, rateOf = (at: number, _treated: boolean) => 2 + (at % 6)) {
  const cells = cellsIn('Camden')
    .filter((_, at) => at % 5 === 0)
    .slice(0, 150)
  const squares = cells.slice(60, 66)
  const rates = new Map(cells.map((cell, at) => [cell, rateOf(at, squares.includes(cell))]))
  const look = town(rates, 37, seed, (cell, at) => (at > 24 && squares.includes(cell) ? times : 1))
  return beforeAndAfter(look, squares, dayOf(2026, 1, 9))
}

test('B69: a planted effect of works is found against controls; without one none is shown, as often as is said', () => {
  let [found, alarms] = [0, 0]
  for (let seed = 0; seed < 24; seed++) {
    const planted = works(seed, 0.4)
    assert.ok(typeof planted === 'object' && planted.months === 12 && planted.controls.squares >= 20)
    if (planted.effect.verdict === 'fewer') found += 1
    const none = works(seed + 100, 1)
    assert.ok(typeof none === 'object')
    if (none.effect.verdict !== 'none shown') alarms += 1
    else assert.match(none.effect.says, /No effect was shown/)
  }
  assert.ok(found >= 21, `${found} of 24 found`)
  assert.ok(alarms <= 4, `${alarms} of 24 at 5%`)
})

test('B69: works that change nothing, done where the list is highest, show no effect as often as is said', () => {
  const cells = cellsIn('Camden')
    .filter((_, at) => at % 5 === 0)
    .slice(0, 150)
  let alarms = 0
  for (let seed = 300; seed < 324; seed++) {
    const look = town(new Map(cells.map((cell, at) => [cell, 2 + (at % 6)])), 37, seed)
    const none = beforeAndAfter(look, topAt24(look, cells, 6), dayOf(2026, 1, 9))
    if (typeof none !== 'object' || none.effect.verdict !== 'none shown') alarms += 1
  }
  assert.ok(alarms <= 4, `${alarms} of 24 at 5%`)
})

test('B69: controls that stood as high by luck fall back before the count begins: what ends by itself is in neither period', () => {
  let [alarms, before, after] = [0, 0, 0]
  for (let seed = 200; seed < 224; seed++) {
    // Works where many are taken, in a borough where luck alone makes another square look like it.
    const none = works(seed, 1, (_, treated) => (treated ? 1.2 : 0.4))
    assert.ok(typeof none === 'object')
    if (none.effect.verdict !== 'none shown') alarms += 1
    before += none.controls.before
    after += none.controls.after
  }
  assert.ok(alarms <= 4, `${alarms} of 24 at 5%`)
  assert.ok(Math.abs(after / before - 1) < 0.1, `${before} before and ${after} after where nothing changed`)
})

test('B69: nothing is said of works too soon, without a past, or of squares that nothing can be held against', () => {
  const cells = cellsIn('Camden').slice(0, 60)
  const look = town(new Map(cells.map((cell) => [cell, 3])), 24, 1)
  assert.equal(beforeAndAfter(look, cells.slice(0, 3), dayOf(2025, 11, 3)), 'too-soon')
  assert.equal(beforeAndAfter(look, cells.slice(0, 3), dayOf(2024, 2, 3)), 'no-past')
  assert.equal(
    beforeAndAfter(look, cells.slice(0, 3), dayOf(2025, 3, 3)),
    'no-past',
    'only the year that made the list',
  )
  assert.equal(beforeAndAfter(look, cells.slice(0, 1), dayOf(2025, 4, 3)), 'no-controls')
  const around = squareAndAround(london, cells[30] as number)
  assert.ok(around.length >= 4 && around.length <= 9 && around.includes(cells[30] as number))
})

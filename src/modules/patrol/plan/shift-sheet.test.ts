import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { cellCounts } from '#lib/cells/counts'
import { dayOf } from '#lib/cells/moment'
import { londonCells } from '../cells/london-cells.ts'
import { shiftSheet } from './shift-sheet.ts'

const london = londonCells()
const camden = [...london.mask.keys()].filter((cell) => london.boroughOf[cell] === london.boroughs.indexOf('Camden'))

test('B73 B17: a shift’s sheet sends each unit to squares of its borough, 12 to 15 minutes each, and is the same when printed again', async () => {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const [at, cell] of camden.slice(200, 260).entries())
    counts.add(cell, { day: dayOf(2026, 11, 20), month: 2026 * 12 + 10, weight: 1 + (at % 7) })
  const look = { counts, london, day: dayOf(2026, 11, 27) }
  const asked = { units: 3, hours: 4, starts: new Date('2026-11-27T16:00:00.000Z'), seed: 7 }
  // Others are answered while it is planned: in a thread, whose plan the judge has seen.
  const threads: Worker[] = []
  const isBegun = (thread: Worker) => threads.push(thread)
  process.on('worker', isBegun)
  const sheet = await shiftSheet(look, 'Camden', asked)
  process.off('worker', isBegun)
  assert.equal(threads.length, 1)
  assert.ok(sheet)
  assert.equal(sheet.tours.length, 3)
  const stops = sheet.tours.flatMap((tour) => tour.stops)
  assert.ok(stops.length >= 12, `${stops.length} stops`)
  for (const { cell, from, to } of stops) {
    assert.equal(london.boroughs[london.boroughOf[cell] ?? 255], 'Camden')
    const minutes = (to.getTime() - from.getTime()) / 60_000
    assert.ok(minutes >= 12, `${minutes}`)
    assert.ok(from >= asked.starts && to.getTime() <= asked.starts.getTime() + 4 * 3_600_000)
  }
  for (const { stops: own } of sheet.tours)
    for (const [at, { from }] of own.entries()) assert.ok(at === 0 || (own[at - 1]?.to ?? from) < from)
  assert.deepEqual(await shiftSheet(look, 'Camden', asked), sheet)
  assert.equal(await shiftSheet(look, 'Barnet', asked), undefined, 'nothing is counted there')
  // Thefts at the rate that the counts stand for: 60 squares, some 4 thefts each, a week ago.
  assert.ok(sheet.expected > 0.1 && sheet.expected < 1, `${sheet.expected}`)
  assert.equal(sheet.byHour, false, 'these thefts have no hours, and the sheet says so')
  // The same thefts, all on Fridays from 17 to 18: that shift is to expect what others are not.
  const timed = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const [at, cell] of camden.slice(200, 260).entries())
    for (let one = 0; one < 1 + (at % 7); one++)
      timed.add(cell, { day: dayOf(2026, 11, 20), month: 2026 * 12 + 10, hourOfWeek: 4 * 24 + 17 })
  const of = (starts: string) =>
    shiftSheet({ ...look, counts: timed }, 'Camden', { ...asked, starts: new Date(starts) })
  const [then, other] = [await of('2026-11-27T16:00:00.000Z'), await of('2026-11-28T16:00:00.000Z')]
  assert.ok(then?.byHour && then.expected > 5 * sheet.expected, `${then?.expected}`)
  assert.ok(other?.byHour && other.expected < sheet.expected, `${other?.expected}`)
})

test('the first theft of a borough sends one unit to its square, however many there are', async () => {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  counts.add(camden[7] as number, { day: dayOf(2026, 11, 26), month: 2026 * 12 + 10 })
  const starts = new Date('2026-11-27T16:00:00.000Z')
  const look = { counts, london, day: dayOf(2026, 11, 27) }
  const sheet = await shiftSheet(look, 'Camden', { units: 3, hours: 4, starts, seed: 7 })
  assert.deepEqual([...new Set(sheet?.tours.flatMap(({ stops }) => stops.map(({ cell }) => cell)))], [camden[7]])
})

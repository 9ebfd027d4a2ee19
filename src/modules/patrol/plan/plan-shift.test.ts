import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellCounts } from '#lib/cells/counts'
import { cellAt } from '#lib/cells/grid'
import { dayOf } from '#lib/cells/moment'
import { londonCells } from '../cells/london-cells.ts'
import { planShift } from './plan-shift.ts'
import { keepsItsRules, PlannedShift } from './planned-shift.ts'

const london = londonCells()
const camden = [...london.boroughOf.keys()].filter(
  (cell) => london.boroughs[london.boroughOf[cell] as number] === 'Camden',
)

function look() {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const [at, cell] of camden.slice(300, 420).entries())
    counts.add(cell, { day: dayOf(2026, 6), month: 2026 * 12 + 5, weight: 1 + (at % 17) })
  return { counts, london, day: dayOf(2026, 7) }
}

const asked = {
  ...{ source: 'reports' as const, area: 'Camden', begins: new Date('2026-07-03T13:00:00.000Z'), hours: 4 },
  units: [{ by: 'foot' as const }, { by: 'foot' as const }, { by: 'vehicle' as const }],
  ...{ dwell: { least: 12, most: 15 }, gap: 60, lotPermille: 75, seed: 7 },
}

test('B73: a plan has a tour for each unit, keeps its rules, draws its lot, and is the same for the same seed', async () => {
  const [plan, again] = await Promise.all([planShift(look(), asked), planShift(look(), asked)])
  assert.ok(plan && again)
  PlannedShift.parse(plan)
  assert.deepEqual([plan.byHour, plan.madeBy], [false, { by: 'decayed' }], 'it says what it was weighed by')
  assert.ok(keepsItsRules(plan))
  assert.deepEqual(
    plan.tours.map(({ by }) => by),
    ['foot', 'foot', 'vehicle'],
  )
  const stops = plan.tours.flatMap((tour) => tour.stops)
  const stay = (some: typeof stops) => some.reduce((sum, { starts, leaves }) => sum + leaves - starts, 0)
  const lot = stay(stops.filter((stop) => stop.lot)) / stay(stops)
  assert.ok(lot >= 0.05 && lot <= 0.1, `${lot}`)
  assert.ok(plan.lotChance > 0)
  const nameless = ({ squares, ...rest }: PlannedShift) => ({
    ...rest,
    squares: squares.map(({ fence: _, ...at }) => at),
  })
  assert.deepEqual(nameless(again), nameless(plan))
  assert.equal(new Set(plan.squares.map(({ fence }) => fence)).size, plan.squares.length)
})

test('what a patrol has just left is not visited before its gap is over; where nothing is counted there is no plan', async () => {
  const plan = await planShift(look(), { ...asked, hours: 2 })
  assert.ok(plan)
  const first = plan.tours[0]?.stops[0]
  const { easting, northing } = plan.squares[first?.square ?? 0] ?? { easting: 0, northing: 0 }
  const left = new Map([[`${easting} ${northing}`, asked.begins]])
  const later = await planShift(look(), { ...asked, hours: 2, lastLeft: left })
  const at = later?.squares.findIndex((square) => square.easting === easting && square.northing === northing)
  for (const stop of later?.tours.flatMap(({ stops }) => stops) ?? [])
    assert.ok(stop.square !== at || stop.starts >= 3600, `${stop.starts}`)
  assert.equal(await planShift(look(), { ...asked, area: 'Bromley' }), undefined)
})

test('B73: the lot draws from all squares within reach, those without a theft too; by risk nobody is sent there', async () => {
  const here = look()
  let quiet = 0
  for (const seed of [1, 2]) {
    const plan = await planShift(here, { ...asked, units: asked.units.slice(0, 2), seed })
    assert.ok(plan && keepsItsRules(plan))
    const { grid, boroughOf, boroughs } = london
    for (const { square, lot } of plan.tours.flatMap(({ stops }) => stops)) {
      const { easting, northing } = plan.squares[square] ?? { easting: 0, northing: 0 }
      const cell = cellAt(grid, easting + 75, northing + 75)
      assert.equal(boroughs[boroughOf[cell] as number], 'Camden')
      if (here.counts.counts[cell] === 0) quiet += 1
      assert.ok(lot || (here.counts.counts[cell] as number) > 0)
    }
  }
  assert.ok(quiet > 0, 'most squares within reach have no theft')
})

test('plain clothes have tours of their own: no lot', async () => {
  const plan = await planShift(look(), { ...asked, covert: true, units: [{ by: 'foot' }] })
  assert.ok(plan && keepsItsRules(plan))
  assert.ok(plan.tours[0]?.stops.length && plan.tours.every(({ stops }) => stops.every(({ lot }) => !lot)))
})

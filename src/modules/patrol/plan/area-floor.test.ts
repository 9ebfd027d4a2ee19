import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellCounts } from '#lib/cells/counts'
import { dayOf } from '#lib/cells/moment'
import { londonCells } from '../cells/london-cells.ts'
import { isOuter } from '../cells/outer-boroughs.ts'
import { areaFloor } from './area-floor.ts'
import { boroughsIn, floorShares, planAreas, unitsByBorough, unitsOfAll } from './plan-areas.ts'
import { planShift } from './plan-shift.ts'
import { keepsItsRules, PlannedShift } from './planned-shift.ts'

const london = londonCells()

/** Sixty squares in each of some boroughs: of inner ones with fifty times the thefts of outer ones. */
function look(boroughs: readonly string[]) {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const borough of boroughs) {
    const own = [...london.boroughOf.keys()].filter(
      (cell) => london.boroughOf[cell] === london.boroughs.indexOf(borough),
    )
    for (const [at, cell] of own.slice(200, 260).entries())
      counts.add(cell, {
        day: dayOf(2026, 6),
        month: 2026 * 12 + 5,
        weight: (1 + (at % 9)) * (isOuter(borough) ? 1 : 50),
      })
  }
  return { counts, london, day: dayOf(2026, 7) }
}

const asked = {
  ...{ source: 'reports' as const, begins: new Date('2026-07-03T13:00:00.000Z'), hours: 2, gap: 60, lotPermille: 75 },
  dwell: { least: 12, most: 15 },
}
const onFoot = (many: number) => Array.from({ length: many }, () => ({ by: 'foot' as const }))

test('each borough is in one area of the police, and what is no area has no borough', () => {
  const areas = planAreas().filter((area) => boroughsIn(area).length > 1 && area !== 'London')
  const named = areas.flatMap((area) => boroughsIn(area)).sort()
  assert.deepEqual(named, london.boroughs.filter((name) => name !== 'City of London').toSorted())
  assert.deepEqual(boroughsIn('London').toSorted(), london.boroughs.toSorted())
  assert.deepEqual([boroughsIn('Camden'), boroughsIn('Atlantis')], [['Camden'], []])
  for (const area of planAreas()) assert.ok(floorShares(boroughsIn(area)).reduce((sum, one) => sum + one, 0) <= 0.5)
  assert.deepEqual(floorShares(['Bexley']), [0], 'one borough has nobody to share with')
})

test('B22: over the shifts of an area an outer borough has its share of units, though all risk is elsewhere; without the floor it has none', async () => {
  const area = 'South East' // Bexley is outer, Greenwich and Lewisham are inner
  const here = look(boroughsIn(area))
  const run = async (shifts: number, carries: boolean) => {
    const plans: PlannedShift[] = []
    for (let seed = 1; seed <= shifts; seed++) {
      const had = carries ? unitsOfAll(plans) : new Map([['Bexley', 999]])
      const plan = await planShift(here, { ...asked, area, units: onFoot(2), seed, had })
      assert.ok(plan && keepsItsRules(plan))
      assert.equal(PlannedShift.parse(plan).area, area)
      plans.push(plan)
    }
    return areaFloor(area, plans)
  }
  const { outer, share, units, plans } = await run(4, true)
  assert.deepEqual([plans, units, share], [4, 8, 1 / 6])
  assert.deepEqual(
    outer.map(({ borough }) => borough),
    ['Bexley'],
  )
  const [bexley] = outer
  assert.ok(bexley && bexley.units > bexley.owed - 1 && bexley.units <= 3, `${bexley?.units} of ${bexley?.owed}`)
  assert.equal((await run(3, false)).outer[0]?.units, 0)
})

test('B22: a plan for all of London posts units in outer boroughs, stays within its rules, and says where each unit is', async () => {
  const plan = await planShift(look(london.boroughs), { ...asked, area: 'London', units: onFoot(12), seed: 3 })
  assert.ok(plan && keepsItsRules(plan))
  assert.equal(plan.area, 'London')
  const units = [...unitsByBorough(plan)]
  const outer = units.filter(([name]) => isOuter(name)).reduce((sum, [, many]) => sum + many, 0)
  // Twenty outer boroughs at half an even share of 33 are 30% of twelve units.
  assert.ok(outer >= 3 && outer <= 6, JSON.stringify(units))
  const single = await planShift(look(['Camden']), { ...asked, area: 'Camden', units: onFoot(1), seed: 3 })
  assert.equal(single?.area, undefined, 'a borough follows from its squares')
})

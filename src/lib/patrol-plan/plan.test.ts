import assert from 'node:assert/strict'
import { test } from 'node:test'
import { someShift } from '#test/support/patrols'
import { faultsIn, planCovert, planVisible } from './plan.ts'

test('B73: on random shifts no stop is shorter or longer than it may be, none too soon again, and every unit is back in time', async () => {
  for (let seed = 1; seed <= 4; seed++) {
    const input = someShift(seed, { visits: 1 + (seed % 2), units: 2 + (seed % 4), hours: 4, quiet: 0.7 * (seed % 2) })
    const plan = await planVisible(input)
    assert.deepEqual(faultsIn(input, plan), [])
    const stops = plan.tours.flatMap((tour) => tour.stops)
    assert.ok(stops.length > 0)
    const drawn = stops.filter(({ why }) => why === 'chance')
    assert.equal(new Set(drawn.map(({ cell }) => cell)).size, drawn.length)
    if (stops.length >= 10)
      assert.ok(plan.chance.share >= 0.05 - 1e-9 && plan.chance.share <= 0.1 + 1e-9, `${plan.chance.share}`)
  }
})

test('the outer borough has its floor though it has little risk, and the unit that keeps it stays there', async () => {
  const input = someShift(11)
  const plan = await planVisible(input)
  assert.ok((plan.areas.units[1] as number) >= 1)
  const kept = plan.tours.find(({ heldIn }) => heldIn === 1)
  assert.ok(kept && kept.stops.length > 0)
  for (const { cell } of kept.stops) assert.equal(input.cells.area[cell], 1)
  assert.equal(
    plan.areas.seconds.reduce((sum, each) => sum + each, 0),
    totalStay(plan.tours),
  )
})

const totalStay = (
  tours: readonly { readonly stops: readonly { readonly starts: number; readonly leaves: number }[] }[],
) => tours.flatMap(({ stops }) => stops).reduce((sum, { starts, leaves }) => sum + leaves - starts, 0)

test('A09: covert units change nothing in the visible plan, and have a plan of their own', async () => {
  const input = someShift(21, { units: 3, covert: 2 })
  const visible = await planVisible(input)
  const without = await planVisible({ ...input, units: input.units.filter(({ covert }) => !covert) })
  assert.deepEqual(visible, without)
  assert.ok(visible.tours.every(({ unit }) => !['U3', 'U4'].includes(unit)))
  const covert = await planCovert(input)
  assert.deepEqual(
    covert.tours.map(({ unit }) => unit),
    ['U3', 'U4'],
  )
  assert.deepEqual([covert.chance.share, faultsIn(input, covert)], [0, []])
})

test('a tour begins within the random start, and differs with the seed', async () => {
  const one = await planVisible(someShift(31, { hours: 3 }))
  const other = await planVisible({ ...someShift(31, { hours: 3 }), seed: 32 })
  for (const { leaves } of [...one.tours, ...other.tours]) assert.ok(leaves >= 0 && leaves <= 600)
  assert.notDeepEqual(
    one.tours.map(({ leaves }) => leaves),
    other.tours.map(({ leaves }) => leaves),
  )
  assert.deepEqual(await planVisible(someShift(31, { hours: 3 })), one)
})

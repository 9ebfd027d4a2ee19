import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../stats/random.ts'
import { chanceStops, drawCells } from './chance.ts'
import { leastUnits } from './floor.ts'

test('over the shifts every borough has its share but for one unit at most, however the rest is posted', () => {
  const random = seeded(4)
  for (const areas of [3, 12, 33]) {
    const weights = Float64Array.from({ length: areas }, () => 0.1 + random.next())
    const sum = weights.reduce((all, each) => all + each, 0)
    const shares = weights.map((each) => (0.6 * each) / sum)
    const given = new Float64Array(areas)
    for (let shift = 0; shift < 200; shift++) {
      const units = 1 + random.below(14)
      const least = leastUnits({ shares, units, given })
      const kept = least.reduce((all, each) => all + each, 0)
      assert.ok(kept <= units)
      // All that is not owed goes to the one borough with the most risk.
      for (const [area, owed] of least.entries()) given[area] = (given[area] as number) + owed
      given[0] = (given[0] as number) + units - kept
      const total = given.reduce((all, each) => all + each, 0)
      for (const [area, had] of given.entries())
        assert.ok(had > (shares[area] as number) * total - 1, `${areas} areas, shift ${shift}: area ${area} is behind`)
    }
  }
})

test('who had its share already is owed nothing; shares above the whole are refused', () => {
  const shares = Float64Array.of(0.25, 0.25)
  assert.deepEqual([...leastUnits({ shares, units: 4, given: Float64Array.of(0, 0) })], [1, 1])
  assert.deepEqual([...leastUnits({ shares, units: 4, given: Float64Array.of(10, 0) })], [0, 2])
  assert.throws(() => leastUnits({ shares: Float64Array.of(0.7, 0.5), units: 4, given: shares }), /more than 1/)
})

test('between 5 and 10% of stops are drawn by chance where a whole number can be, else right over many shifts', () => {
  const random = seeded(1)
  for (let stops = 10; stops < 400; stops++) {
    const share = chanceStops(stops, 0.075, random) / stops
    assert.ok(share >= 0.05 && share <= 0.1, `${stops} stops: ${share}`)
  }
  let drawn = 0
  for (let shift = 0; shift < 4000; shift++) drawn += chanceStops(5, 0.08, random)
  assert.ok(Math.abs(drawn / 20_000 - 0.08) < 0.01)
})

test('each cell is as likely to be drawn as it is said to be, and none is drawn twice', () => {
  const random = seeded(2)
  const population = [3, 5, 8, 13, 21, 34]
  const times = new Map<number, number>()
  for (let draw = 0; draw < 6000; draw++) {
    const { cells, probability } = drawCells(population, 2, random)
    assert.equal(probability, 1 / 3)
    assert.equal(new Set(cells).size, 2)
    for (const cell of cells) times.set(cell, (times.get(cell) ?? 0) + 1)
  }
  for (const cell of population) assert.ok(Math.abs((times.get(cell) ?? 0) - 2000) < 200)
  assert.deepEqual(drawCells([7], 3, random), { cells: [7], probability: 1 })
})

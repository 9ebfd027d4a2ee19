import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellCounts } from '#lib/cells/counts'
import { dayOf } from '#lib/cells/moment'
import { classes } from '#lib/stats/emerging'
import { giStar } from '#lib/stats/gistar'
import { queen } from '#lib/stats/neighbours'
import { poisson, seeded } from '#lib/stats/random'
import { daysUntilOff, eachBorough, hotspotsOf, listed, onList, stays } from './hotspots.ts'
import { classesOf } from './how-it-came.ts'
import { londonCells } from './london-cells.ts'
import { pastLists } from './past-lists.ts'
import { ReportedCells } from './reported-cells.ts'
import { whyHere } from './why-here.ts'

const london = londonCells()
const inside = [...london.mask.keys()].filter((cell) => london.mask[cell])
const cellsIn = (borough: string) =>
  inside.filter((cell) => london.boroughOf[cell] === london.boroughs.indexOf(borough))

/** Thefts in cells, `times` each, in the months 2025-01 to 2025-12. */
function counted(thefts: readonly (readonly [cell: number, month: number, times: number])[]) {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const [cell, month, weight] of thefts)
    counts.add(cell, { day: dayOf(2025, month) + 15, month: 2025 * 12 + month - 1, weight })
  return { counts, london, day: dayOf(2026, 1) }
}

test('B22: the list is by weight, and every borough with thefts has its first five on it', () => {
  const west = cellsIn('Westminster').slice(0, 400)
  const own = cellsIn('Havering').slice(0, 6)
  const thefts = west.map((cell, at) => [cell, 12, 1000 - at] as const)
  const spots = hotspotsOf(counted([...thefts, ...own.map((cell, at) => [cell, 12, 6 - at] as const)]))
  assert.equal(spots.filter(({ borough }) => borough === 'Westminster').length, listed)
  assert.deepEqual(
    spots.filter(({ borough }) => borough === 'Havering').map(({ cell, thefts: n }) => [cell, n]),
    own.slice(0, 5).map((cell, at) => [cell, 6 - at]),
  )
  assert.equal(spots.length, listed + eachBorough)
  assert.ok(spots.every((spot, at) => at === 0 || (spots[at - 1]?.score ?? 0) >= spot.score))
})

test('one theft long ago weighs less than one lately; a lone cluster stands out, a single theft does not', () => {
  const [old = 0, late = 0] = cellsIn('Camden').slice(0, 2)
  const spots = hotspotsOf(
    counted([
      [old, 1, 1],
      [late, 12, 1],
    ]),
  )
  assert.deepEqual(
    spots.map(({ cell }) => cell),
    [late, old],
  )
  const scattered = inside.filter((_, at) => at % 200 === 7).map((cell) => [cell, 12, 1] as const)
  const middle =
    cellsIn('Bromley').find((cell) =>
      [-1, 1, -london.grid.cols, london.grid.cols].every((by) => london.mask[cell + by]),
    ) ?? 0
  const cluster = [0, -1, 1, -london.grid.cols, london.grid.cols].map((by) => [middle + by, 12, 6] as const)
  const [first, ...rest] = hotspotsOf(counted([...scattered, ...cluster]))
  assert.ok((first?.q ?? 1) < 0.001, `${first?.q}`)
  assert.ok(cluster.some(([cell]) => cell === first?.cell))
  assert.ok(rest.filter(({ z }) => z < 3).every(({ q }) => q > 0.05))
})

test('where thefts fall evenly over London, no more maps have a flagged square than the stated rate: land outside is no quiet square', () => {
  const chance = seeded(33)
  const { rows, cols } = london.grid
  const even = (mean: number) => Float64Array.from(london.mask, (is) => (is ? poisson(mean, chance) : 0))
  const maps = 24
  let flagged = 0
  for (let map = 0; map < maps; map++) {
    const { q } = giStar({ rows, cols, mask: london.mask, counts: even([0.1, 1, 3][map % 3] as number), near: queen })
    if (q.some((one) => one <= 0.05)) flagged += 1
  }
  assert.ok(flagged <= 4, `${flagged} of ${maps}`) // 1.2 expected at most; 5 or more by chance once in 150 times
  // The same of the list, of live counts and of how squares came: all three look at London alone.
  const thefts = [...even(3).entries()].filter(([, times]) => times > 0)
  const look = counted(thefts.map(([cell, times]) => [cell, 12, times]))
  assert.ok(hotspotsOf(look).every(({ q }) => q > 0.05))
  const { counts } = new ReportedCells({ demo: false })
  counts.together(() => {
    for (const [cell, weight] of thefts) counts.add(cell, { day: 20_000, month: 1, weight })
  })
  const live = counts.standings()
  for (const { cell, z, q } of hotspotsOf(look)) {
    assert.ok(Math.abs(live(cell).z - z) < 1e-9)
    assert.ok(Math.abs(live(cell).q - q) < 1e-9)
  }
  const slices = Array.from({ length: 10 }, () => Float32Array.from(even(1)))
  const came = classesOf({ rows, cols, mask: london.mask, slices })
  assert.deepEqual(new Set(came), new Set([classes.indexOf('none')]))
})

test('past lists know nothing of the month that they are held against', () => {
  const [a = 0, b = 0] = cellsIn('Camden')
  const past = pastLists(
    counted([
      [a, 1, 5],
      [a, 2, 5],
      [b, 3, 5],
      [a, 4, 5],
    ]),
  )
  // February: a listed, a came. March: a listed, b came. April: a and b listed, a came.
  assert.equal(past.hit, (5 + 0 + 5) / 15)
  assert.deepEqual(
    [past.of(a), past.of(b)],
    [
      { listed: 3, followed: 2 },
      { listed: 1, followed: 0 },
    ],
  )
  assert.equal(past.right, 2 / 4)
})

test('a square is off the list after the days that are said, if those after it keep their weight, and not a day before; if all fade, never', () => {
  const camden = cellsIn('Camden')
  const barnet = cellsIn('Barnet')
  const weight = fc.integer({ min: 1, max: 60 })
  fc.assert(
    fc.property(
      fc.array(weight, { minLength: listed + 5, maxLength: listed + 5 }),
      fc.array(weight, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 0, max: 5 }),
      (many, few, which) => {
        const scores = new Float64Array(london.mask.length)
        for (const [at, one] of many.entries()) scores[camden[at] as number] = one
        for (const [at, one] of few.entries()) scores[barnet[at] as number] = one
        // In turn one of many in Camden, and one of Barnet's few.
        const cell = (which % 2 ? camden[which] : barnet[which % few.length]) as number
        const isOn = (of: Float64Array) => onList(of, london).some((one) => one.cell === cell)
        if (!isOn(scores)) return
        const after = (days: number) => {
          const then = Float64Array.from(scores)
          then[cell] = (then[cell] as number) * 0.5 ** (days / 91)
          return then
        }
        const off = stays(scores, london, cell)
        if (!off) assert.ok(few.length <= eachBorough && isOn(after(10_000)), 'nothing takes it off')
        else {
          const days = daysUntilOff(scores[cell] as number, off, 91)
          assert.ok(!isOn(after(days + 0.01)), `still there after ${days} days`)
          if (days > 0.01) assert.ok(isOn(after(days - 0.01)), `gone before ${days} days`)
        }
        assert.ok(isOn(scores.map((one) => one * 0.5 ** (365 / 91))), 'no theft anywhere changes nothing')
      },
    ),
    { numRuns: 30 },
  )
})

test('each list has its own record: that of the learned model is of the months for which it was released alone', () => {
  const [a = 0, b = 0] = cellsIn('Camden')
  const look = counted([
    [a, 1, 5],
    [a, 2, 5],
    [b, 3, 5],
    [a, 4, 5],
  ])
  const own = Float32Array.from(london.mask, (_, cell) => Number(cell === b))
  const learned = { ...look, learned: { listed: own, shares: own }, madeBy: undefined }
  assert.deepEqual(pastLists(learned).months, [], 'released for none of them: no record, and not that of the floor')
  assert.deepEqual(pastLists(look).months, ['2025-02', '2025-03', '2025-04'])
  const before = new Map([
    ['2025-03', own],
    ['2025-04', own],
  ])
  const past = pastLists({
    ...counted([
      [a, 1, 5],
      [a, 2, 5],
      [b, 3, 5],
      [a, 4, 5],
    ]),
    learned: learned.learned,
    learnedBefore: before,
  })
  assert.deepEqual(past.months, ['2025-03', '2025-04'])
  assert.deepEqual([past.hit, past.right], [5 / 10, 1 / 2])
  assert.deepEqual(
    [past.of(a), past.of(b)],
    [
      { listed: 0, followed: 0 },
      { listed: 2, followed: 1 },
    ],
  )
})

test('why a square is listed: what came there, nothing expected where too little was counted before, and the months one by one', () => {
  const [a = 0, b = 0] = cellsIn('Camden')
  const look = counted([
    [a, 1, 2],
    [a, 12, 3],
    [b, 12, 1],
  ])
  const spots = hotspotsOf(look)
  const [spot] = spots
  assert.ok(spot && spot.cell === a)
  const why = whyHere(look, spot, { off: undefined, past: pastLists(look) })
  assert.deepEqual(
    why.recent.map(({ over, thefts, expected, chance, corrected }) => [over, thefts, expected, chance, corrected]),
    [['last month', 3, undefined, undefined, undefined]],
  )
  assert.deepEqual(why.months, [
    { month: '2025-01', thefts: 2, isOver: true },
    { month: '2025-12', thefts: 3, isOver: true },
  ])
  assert.equal(why.week, undefined, 'months have no hours')
})

test('a month that is not over is held against no list and is no last month; of reports the last 7, 28 and 365 days are told', () => {
  const [a = 0, b = 0] = cellsIn('Camden')
  const running = {
    ...counted([...[1, 2, 3, 4].map((month) => [a, month, 5] as const), [b, 5, 1]]),
    day: dayOf(2025, 5, 2),
  }
  const past = pastLists(running)
  assert.deepEqual(past.months, ['2025-02', '2025-03', '2025-04'])
  assert.deepEqual([past.hit, past.right, past.of(a)], [1, 1, { listed: 3, followed: 3 }])
  // The same counts, looked at when May is over: a stood on its list, and nothing followed.
  assert.deepEqual(pastLists({ ...running, day: dayOf(2025, 6) }).of(a), { listed: 4, followed: 3 })

  const spots = hotspotsOf(running)
  const spot = spots.find(({ cell }) => cell === a)
  assert.ok(spot)
  const here = { off: undefined, past }
  const why = whyHere(running, spot, here)
  assert.deepEqual(
    why.recent.map(({ over, thefts }) => [over, thefts]),
    [
      ['last month', 5],
      ['last 3 months', 15],
    ],
  )
  assert.deepEqual(why.months.at(-1), { month: '2025-05', thefts: 0, isOver: false })

  // A street that is always busy, and is as busy as ever; one with as many, which had none before.
  const [c = 0] = cellsIn('Camden').slice(700)
  const usual = cellsIn('Camden').slice(900, 1500)
  const lately = (days: number) => {
    const came = Float32Array.from(london.mask, (_, cell) => Number(usual.includes(cell)) * Math.floor(days / 91))
    came[a] = Math.floor(days / 7)
    came[c] = Math.min(days, 7)
    return came
  }
  const told = [a, c].map((cell) => whyHere({ ...running, lately }, { ...spot, cell }, here).recent)
  assert.deepEqual(
    told.map((recent) => recent.map(({ over, thefts }) => [over, thefts])),
    [
      [7, 28, 365].map((days) => [`last ${days} days`, Math.floor(days / 7)]),
      [7, 28, 365].map((d) => [`last ${d} days`, 7]),
    ],
  )
  const [busy, fresh] = told.map((recent) => recent[2])
  assert.ok((busy?.expected ?? 0) > 40 && (busy?.chance ?? 0) > 0.2, 'as busy as ever')
  assert.ok((fresh?.expected ?? 9) < 1 && (fresh?.chance ?? 1) < 0.05)
  assert.ok(told.flat().every(({ chance = 1, corrected = 1 }) => corrected >= chance))
})

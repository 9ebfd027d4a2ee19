import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { getResolution, latLngToCell } from 'h3-js'
import { type CellCounts, cellCounts } from '#lib/cells/counts'
import { nameOfMonth } from '#lib/cells/moment'
import { classes } from '#lib/stats/emerging'
import { seeded } from '#lib/stats/random'
import { countsUntil, lately, middleOf } from './counts-until.ts'
import { hidesHours, sumTold } from './few-reports.ts'
import { hotspotsOf } from './hotspots.ts'
import { classesOf, howItCame } from './how-it-came.ts'
import { totalTold } from './kinds-told.ts'
import { londonCells } from './london-cells.ts'
import type { LookedAt } from './look.ts'
import { nextMonth } from './next-month.ts'
import { cornersOf, squaresOut } from './squares-out.ts'

const london = londonCells()
const first = 2018 * 12 + 1 // 2018-02
const inside = [...london.mask.keys()].filter((cell) => london.mask[cell])

const counted = (thefts: readonly (readonly [cell: number, month: number, times: number])[], cells: number) => {
  const counts = cellCounts(cells, 91)
  for (const [cell, month, weight] of thefts) counts.add(cell, { day: middleOf(month), month, weight })
  return counts
}

/** A look at published thefts as the pages have it. */
const look = (counts: CellCounts, more: Partial<LookedAt> = {}): LookedAt => ({
  ...{ source: 'published', london, counts, moments: ['2019-08', '2018-02'], at: '2019-08', simulated: false },
  ...{ day: middleOf(first + 18) + 16, thefts: 1, all: 1, version: '', firstMonth: '2018-02', steps: undefined },
  ...more,
})

test('what the map showed then knows nothing of what came later', () => {
  const theft = fc.tuple(fc.nat(19), fc.integer({ min: first, max: first + 8 }), fc.integer({ min: 1, max: 5 }))
  fc.assert(
    fc.property(fc.array(theft), fc.integer({ min: first, max: first + 8 }), (thefts, last) => {
      const then = countsUntil(counted(thefts, 20), last)
      const alone = counted(
        thefts.filter(([, month]) => month <= last),
        20,
      )
      assert.deepEqual(then.counts, alone.counts)
      assert.deepEqual(then.months(), alone.months())
      for (const month of [last, last + 1]) assert.deepEqual(then.month(month), alone.month(month))
      for (const [cell, weight] of then.decayed.on(middleOf(last)).entries())
        assert.ok(Math.abs(weight - alone.decayed.at(cell, middleOf(last))) < 1e-9)
    }),
  )
})

test('the last looks are kept, the one before them is made again', () => {
  const kept = lately<object>(2)
  const [a, b] = [kept('a', () => ({})), kept('b', () => ({}))]
  assert.equal(kept('a', Object), a)
  kept('c', () => ({}))
  assert.equal(kept('a', Object), a)
  assert.notEqual(
    kept('b', () => ({})),
    b,
  )
})

test('how a square became a hotspot is the same from the thread as here, and is not told from nine months', async () => {
  const [rows, cols] = [12, 12]
  const [lasting, late] = [
    [53, 54, 55, 65, 66, 67],
    [8, 9, 20, 21],
  ]
  // What is new in two squares was all over the town before: the town has as many in each step.
  const elsewhere = Array.from({ length: rows * cols }, (_, cell) => cell)
    .filter((cell) => cell % 7 !== 0 && !lasting.includes(cell) && !late.includes(cell))
    .slice(-9 * late.length)
  const slices = Array.from({ length: 12 }, (_, step) =>
    Float32Array.from({ length: rows * cols }, (_, cell) => {
      if (lasting.includes(cell)) return 9
      if (late.includes(cell) && step > 9) return cell % 7 === 0 ? 10 : 9
      return cell % 7 === 0 || (elsewhere.includes(cell) && step <= 9) ? 1 : 0
    }),
  )
  const here = [...classesOf({ rows, cols, slices })].map((at) => classes[at])
  assert.deepEqual([here[66], here[20], here[140]], ['persistent hot', 'new hot', 'none'])
  // One square of them is outside of the area: it is asked for there too.
  const mask = new Uint8Array(rows * cols).fill(1).with(66, 0)
  const small = { ...london, grid: { ...london.grid, rows, cols }, mask }
  const steps = { each: 'month', key: '1', slices: () => slices } as const
  const came = await howItCame(look(counted([], rows * cols), { london: small, steps }))
  assert.deepEqual(
    here.map((_, cell) => came?.(cell)),
    [...classesOf({ rows, cols, mask, slices })].map((at) => classes[at]),
  )
  assert.equal(came?.(66), 'none')
  assert.equal(await howItCame(look(counted([], 4))), undefined)
})

test('a lasting hotspot grows or fades by its months one by one, and overlapping steps find no trend of their own', () => {
  const [rows, cols] = [12, 12]
  const classOf = (counts: readonly number[], city = counts.map(() => 1)) => {
    const slices = counts.map((count, step) =>
      Float32Array.from({ length: rows * cols }, (_, cell) =>
        [53, 54, 65, 66].includes(cell) ? count : (city[step] as number),
      ),
    )
    return classes[classesOf({ rows, cols, slices })[66] ?? 0]
  }
  const rising = Array.from({ length: 12 }, (_, month) => 20 + month)
  assert.equal(classOf(rising), 'intensifying hot')
  assert.equal(classOf(rising.toReversed()), 'diminishing hot')
  // The whole city rises or falls by the same: nothing grows or fades here.
  const city = rising.map((count) => count / 20)
  assert.equal(classOf(rising, city), 'persistent hot')
  assert.equal(classOf(rising.toReversed(), city.toReversed()), 'persistent hot')
  // Months by luck alone: sums of three of them rise and fall in waves, which a test for trends takes for one.
  const { below } = seeded(3)
  const lucky = Array.from({ length: 200 }, () => classOf(Array.from({ length: 12 }, () => 20 + below(10))))
  const wrong = lucky.filter((name) => name !== 'persistent hot').length
  assert.ok(wrong <= 20, `${wrong} of 200 are said to grow or fade`)
})

test('the floor shares out what London expects by weight, all of it; the release rule is quoted only for the thefts it was tried on', () => {
  const [a = 0, b = 0] = inside
  const months = Array.from({ length: 19 }, (_, at) => first + at)
  const counts = counted(
    months.flatMap((month) => [[a, month, 30] as const, [b, month, 10] as const]),
    london.mask.length,
  )
  const asTried = look(counts, { all: 85_073 })
  const next = nextMonth(asTried)
  assert.ok(next)
  assert.equal(next.month, '2019-09')
  assert.ok(Math.abs(next.total - 40) < 1e-6, `${next.total}`)
  const weights = counts.decayed.on(asTried.day)
  const [inA, inB] = [next.expectedIn(weights[a] ?? 0), next.expectedIn(weights[b] ?? 0)]
  assert.ok(Math.abs(inA + inB - next.total) < 1e-6)
  assert.ok(Math.abs(inA / inB - 3) < 1e-6)
  assert.deepEqual([next.release?.uses, next.learnedIn, next.triedAt], ['floor', undefined, undefined])
  assert.equal(nextMonth(look(counts, { all: 85_072 }))?.release, undefined)
  assert.equal(nextMonth(look(counts, { all: 85_073, moments: ['2019-09', '2018-02'] }))?.release, undefined)
  assert.equal(nextMonth(look(counts, { source: 'reports' })), undefined)
  const then = nextMonth(look(countsUntil(counts, first + 12), { all: 85_073, at: nameOfMonth(first + 12) }))
  assert.equal(then?.month, '2019-03')
  assert.ok(then?.release)
  assert.notEqual(then.release.periods, next.release?.periods)
})

test('of one or two exact reports no file says how many, their weight or what is near; of three, and of published thefts, it does', async () => {
  const [one = 0, three = 0] = inside.slice(40_000)
  const counts = counted(
    [
      [one, first, 2],
      [three, first, 3],
    ],
    london.mask.length,
  )
  const told = async (source: LookedAt['source']) =>
    Object.fromEntries(
      (await squaresOut(look(counts, { source }), hotspotsOf(look(counts)), undefined)).map((out) => [
        out.spot.cell,
        out.told,
      ]),
    )
  const [of, published] = [await told('reports'), await told('published')]
  assert.deepEqual(of[one], { thefts: 'fewer than 3', weight: undefined, z: undefined, q: undefined })
  assert.deepEqual([of[three]?.thefts, published[one]?.thefts], [3, 2])
  assert.ok((of[three]?.weight ?? 0) > 0 && (published[one]?.weight ?? 0) > 0)
})

test('B13: neither the total nor the hours of a list of exact reports give back what it does not tell', () => {
  const cells = inside.slice(40_000, 40_012)
  const made = (counts: readonly number[]) =>
    counted(
      counts.flatMap((thefts, at) => (thefts > 0 ? [[cells[at] as number, first, thefts] as const] : [])),
      london.mask.length,
    )
  assert.equal(totalTold(made([3, 2, 40, 1])), 43)
  const nine = Array.from({ length: 9 }, () => 3)
  const hides = (counts: readonly number[], source: LookedAt['source'], borough?: string) =>
    hidesHours(look(made(counts), { source }), borough)
  assert.deepEqual(
    [hides([2], 'reports'), hides([...nine, 2, 2], 'reports'), hides([...nine, 3], 'reports')],
    [true, true, false],
  )
  assert.equal(hides([2], 'published'), false)
  const other = london.boroughs.find((_, at) => cells.every((cell) => london.boroughOf[cell] !== at))
  assert.equal(hides([...nine, 3], 'reports', other), true)
})

test('B13: of what some squares have together nobody can tell which of them has one and which two', () => {
  const source = 'reports' as const
  const ways = (squares: number): number[][] =>
    squares === 0 ? [[]] : ways(squares - 1).flatMap((rest) => [0, 1, 2, 3, 5].map((count) => [count, ...rest]))
  for (const counts of [1, 2, 3, 4].flatMap(ways)) {
    const sum = sumTold({ source }, counts)
    assert.ok(sum === 0 || sum >= 3, `${counts}: ${sum}`)
    // Everybody sees which have three or more, how many, and which have fewer.
    const few = counts.flatMap((count, at) => (count === 1 || count === 2 ? [at] : []))
    const fits = Array.from({ length: 2 ** few.length }, (_, way) =>
      counts.map((count, at) => (few.includes(at) ? 1 + ((way >> few.indexOf(at)) & 1) : count)),
    ).filter((one) => sumTold({ source }, one) === sum)
    for (const at of few) assert.equal(new Set(fits.map((one) => one[at])).size, 2, `${counts} at ${at}`)
    assert.equal(
      sumTold({ source: 'published' }, counts),
      counts.reduce((all, one) => all + one, 0),
    )
  }
})

test('how squares came is worked out again after a fault', async () => {
  const counts = counted([[inside[40_000] as number, first, 3]], london.mask.length)
  const slices = Array.from({ length: 10 }, () => new Float32Array(london.mask.length).fill(1, 40_000, 40_001))
  const steps = (made: readonly Float32Array[]) => ({ steps: { each: 'month', key: 'a', slices: () => made } as const })
  await assert.rejects(howItCame(look(counts, steps([(() => 0) as never]))))
  assert.equal((await howItCame(look(counts, steps(slices))))?.(inside[40_000] as number), 'none')
})

test('a square goes out with its corners, anticlockwise and 150 metres long, and the H3 cell of its middle', async () => {
  const [cell = 0] = inside.slice(40_000)
  const counts = counted([[cell, first, 3]], london.mask.length)
  const [out] = await squaresOut(look(counts), hotspotsOf(look(counts)), undefined)
  assert.ok(out)
  assert.equal(getResolution(out.h3), 9)
  assert.equal(out.h3, latLngToCell(out.lat, out.lon, 9))
  const corners = cornersOf(london.grid, cell)
  const [lon, lat] = [0, 1].map((axis) => corners.slice(0, 4).reduce((sum, one) => sum + (one[axis] ?? 0), 0) / 4)
  assert.ok(Math.abs((lon ?? 0) - out.lon) < 1e-5 && Math.abs((lat ?? 0) - out.lat) < 1e-5)
  assert.deepEqual(corners[0], corners[4])
  const area = corners.slice(0, 4).reduce((sum, [x, y], at) => {
    const [nextX, nextY] = corners[at + 1] as readonly [number, number]
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
  const metres = area * 111_320 ** 2 * Math.cos((out.lat * Math.PI) / 180)
  assert.ok(Math.abs(metres / 22_500 - 1) < 0.01, `${metres}`)
})

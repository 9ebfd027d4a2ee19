import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cellAt } from '#lib/cells/grid'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { alarmAt, type LookRule } from '#lib/stats/repeated-looks'
import { findPatterns } from './find-patterns.ts'
import { londonHour, timeOfLondonHour } from './london-clock.ts'
import { type Finding, lookDue, lookedBack, type Pattern, type Theft, week } from './pattern.ts'
import emergingCluster from './patterns/emerging-cluster.ts'
import nearRepeat from './patterns/near-repeat.ts'
import surge from './patterns/surge.ts'

/** A town of 30 × 30 squares in four boroughs. */
const grid = { west: 0, south: 0, cell: 150, rows: 30, cols: 30 }
const boroughOf = Uint8Array.from({ length: 900 }, (_, cell) => (cell % 30 < 15 ? 0 : 1) + (cell < 450 ? 0 : 2))
const ground = { grid, boroughs: ['a', 'b', 'c', 'd'], boroughOf }
const middle = cellAt(grid, 2300, 2300)
const kinds = ['snatch', 'pickpocket', 'table', 'unknown']

/**
 * Thefts of a town where nothing is going on: squares differ a hundredfold in how many there are, days and hours differ too, and on
 * the nights before Saturday and Sunday one square in ten has six times as many. `busy`: thefts a day in
 * each of the four middle squares; `times`: how much more of everything else.
 */
function quietTown(hours: number, random: Random, { busy = 0, times = 1 } = {}): Theft[] {
  const thefts: Theft[] = []
  for (let cell = 0; cell < 900; cell++) {
    const four = [0, 1, 30, 31].some((off) => cell === middle + off)
    const aDay = four && busy ? busy : times * (0.06 * random.next() ** 3 + 0.0006)
    const nightlife = cell % 10 === 3
    const most = nightlife ? 6 : 1.5
    // Drawn at the highest rate of any hour, then each kept with its own hour's share of it.
    for (let left = poisson((aDay * most * hours) / 24, random); left > 0; left--) {
      const hour = random.below(hours)
      const night = hour % week < 48 && hour % 24 < 6
      const rate = night && nightlife ? 6 : hour % 24 < 12 ? 0.5 : 1.5
      if (random.next() * most < rate) thefts.push({ cell, hour, method: kinds[random.below(4)] as string })
    }
  }
  return thefts
}

const within = (thefts: readonly Theft[], until: number) =>
  thefts.filter(({ hour }) => hour < until && hour >= until - lookedBack)

/** How many of the looks, one after the other as they are made, find something where nothing is. */
function falseAlarms({ find }: Pattern, looks: number, rule: LookRule, seed: number): number {
  const every = rule.every * 24
  const thefts = quietTown(lookedBack + looks * every, seeded(seed))
  let alarms = 0
  for (let at = 1; at <= looks; at++) {
    const until = lookedBack + at * every
    if (find({ thefts: within(thefts, until), until, ground, rule }).length > 0) alarms += 1
  }
  return alarms
}

/** What is found in each town after something was put there, at the pattern’s own rule. */
function foundIn(
  { find, rule }: Pattern,
  put: (random: Random, until: number) => Theft[],
  town = {},
  towns = 10,
): Finding[][] {
  const until = lookedBack
  return Array.from({ length: towns }, (_, seed) => {
    const random = seeded(100 + seed)
    const thefts = [...quietTown(until, random, town), ...put(random, until)]
    return find({ thefts, until, ground, rule })
  })
}

const some =
  (count: number, cells: readonly number[], hours: number, method: string) => (random: Random, until: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...{ cell: cells[at % cells.length] as number, method },
      hour: at === 0 ? until - 1 : until - 1 - random.below(hours),
    }))

describe('patterns', () => {
  // A rule that alarms more often than a year's budget, so that few looks show whether it holds: three sigma above it at most.
  for (const [pattern, looks] of [
    [nearRepeat, 120],
    [emergingCluster, 50],
    [surge, 240],
  ] as const)
    test(`${pattern.slug}: where nothing is going on, looks alarm no more often than their rule says`, () => {
      const rule = { oneIn: 10 * pattern.rule.every, every: pattern.rule.every }
      const budget = looks * alarmAt(rule)
      const alarms = falseAlarms(pattern, looks, rule, 7)
      assert.ok(alarms <= budget + 3 * Math.sqrt(budget), `${alarms} of ${looks}, at most ${budget} expected`)
      assert.ok(alarms > 0, 'so careful that it finds nothing')
    })

  test('near-repeat: six snatches within 200 metres and three days are found, as snatches and where they are', () => {
    const cells = [middle, middle + 1]
    const found = foundIn(nearRepeat, some(6, cells, 72, 'snatch'))
    const right = found.filter((all) =>
      all.some(({ method, squares }) => method === 'snatch' && squares.includes(middle)),
    )
    assert.ok(right.length >= 8, `${right.length} of 10`)
    for (const { thefts, expected, from, to, squares } of right.flat()) {
      assert.ok(thefts > expected && to > from && to <= lookedBack && from >= lookedBack - week)
      assert.ok(squares.length > 0)
    }
  })

  test('near-repeat: as many thefts of which nobody knows the kind are no series', () => {
    assert.deepEqual(foundIn(nearRepeat, some(6, [middle], 72, 'unknown')).flat(), [])
  })

  test('emerging-cluster: a threefold rise in four squares over two days is found on day two in 80% and more', () => {
    const four = [0, 1, 30, 31].map((off) => middle + off)
    // 2.5 a day in each: 20 in two days, and 40 more.
    const found = foundIn(emergingCluster, some(40, four, 48, 'snatch'), { busy: 2.5, times: 4 }, 5)
    const right = found.filter((all) => all.some(({ squares }) => four.some((square) => squares.includes(square))))
    assert.ok(right.length >= 4, `${right.length} of 5`)
  })

  test('surge: a threefold rise in a borough in six hours is found, and no other borough', () => {
    // Some ten in six hours are usual in the borough with the busy squares.
    const found = foundIn(
      surge,
      some(
        30,
        [...boroughOf.keys()].filter((cell) => boroughOf[cell] === 3),
        6,
        'snatch',
      ),
      6,
    )
    const right = found.filter((all) => all.length === 1 && all[0]?.squares.every((cell) => boroughOf[cell] === 3))
    assert.ok(right.length >= 8, `${right.length} of 10`)
  })

  test('surge: nothing is said before there are eight weeks to compare with', () => {
    const thefts = some(50, [middle], 6, 'snatch')(seeded(1), lookedBack)
    assert.deepEqual(surge.find({ thefts, until: lookedBack, ground, rule: surge.rule }), [])
  })

  test('every pattern of the folder states at most one false alarm a year, and says the same of the same thefts', async () => {
    const all = await findPatterns()
    assert.deepEqual(
      all.map(({ slug }) => slug),
      ['distraction-series', 'emerging-cluster', 'near-repeat', 'snatcher-series', 'surge', 'tap-series'],
    )
    const thefts = [...quietTown(lookedBack, seeded(3)), ...some(12, [middle], 6, 'snatch')(seeded(4), lookedBack)]
    const look = { thefts, until: lookedBack, ground }
    for (const { rule, find } of all) {
      assert.ok(rule.oneIn >= 365)
      assert.deepEqual(find({ ...look, rule }), find({ ...look, rule }))
      assert.deepEqual(find({ ...look, thefts: [], rule }), [])
    }
  })

  test('a look ends at six in the morning of London’s clock, or six hours after the one before; hours go to times and back', () => {
    const hour = londonHour(Date.parse('2026-07-03T04:30:00Z'))
    assert.equal(hour % 24, 5) // summer: half past five
    assert.equal(lookDue(nearRepeat.rule, hour), hour - 23)
    assert.equal(lookDue(nearRepeat.rule, hour + 1), hour + 1)
    assert.equal(lookDue(surge.rule, hour), hour - 5)
    for (const at of ['2026-01-01T00:00:00.000Z', '2026-07-03T04:00:00.000Z', '2026-10-26T06:00:00.000Z'])
      assert.equal(timeOfLondonHour(londonHour(Date.parse(at))).toISOString(), at)
  })
})

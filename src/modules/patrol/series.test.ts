import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cellAt } from '#lib/cells/grid'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { alarmAt } from '#lib/stats/repeated-looks'
import { lookedBack, type Pattern, type Theft, week } from './pattern.ts'
import distractionSeries from './patterns/distraction-series.ts'
import snatcherSeries from './patterns/snatcher-series.ts'
import tapSeries from './patterns/tap-series.ts'

/** A town of 60 × 60 squares, 9 km across. */
const grid = { west: 0, south: 0, cell: 150, rows: 60, cols: 60 }
const ground = { grid, boroughs: ['a'], boroughOf: new Uint8Array(3600) }
const kinds = ['snatch', 'pickpocket', 'table', 'distraction'] as const
type Kind = (typeof kinds)[number]

/**
 * Some sixty thefts a day, or so many `times` that, where nothing is going on: squares differ a hundredfold, each has a kind that it sees most, and one in
 * ten is full on the nights before Saturday and Sunday.
 */
function quietTown(hours: number, random: Random, times = 1): Theft[] {
  const thefts: Theft[] = []
  for (let cell = 0; cell < 3600; cell++) {
    const aDay = times * (0.06 * random.next() ** 3 + 0.0006)
    const own = kinds[random.below(4)] as Kind
    const nightlife = cell % 10 === 3
    const most = nightlife ? 6 : 1.5
    for (let left = poisson((aDay * most * hours) / 24, random); left > 0; left--) {
      const hour = random.below(hours)
      const rate = hour % week < 48 && hour % 24 < 6 && nightlife ? 6 : hour % 24 < 12 ? 0.5 : 1.5
      const method = random.next() < 0.5 ? own : (kinds[random.below(4)] as Kind)
      if (random.next() * most < rate) thefts.push({ cell, hour, method })
    }
  }
  return thefts
}

/** Two an hour along a straight way, so many metres from one to the next. */
function along(random: Random, many: number, { method, metres }: { method: Kind; metres: number }): Theft[] {
  const way = 2 * Math.PI * random.next()
  const [x, y] = [3000 + 3000 * random.next(), 3000 + 3000 * random.next()]
  return Array.from({ length: many }, (_, n) => {
    const far = (n - many / 2) * metres
    const cell = cellAt(grid, x + far * Math.cos(way), y + far * Math.sin(way))
    return { cell, hour: lookedBack - 12 + Math.floor(n / 2), method }
  })
}

/** `times`: how busy a town must be for chance to make such a series at all. */
const cases = [
  [snatcherSeries, { method: 'snatch', metres: 500 }, 1],
  [distractionSeries, { method: 'distraction', metres: 200 }, 1],
  [tapSeries, { method: 'table', metres: 150 }, 3],
] as const

describe('series', () => {
  for (const [pattern, planted, times] of cases) {
    test(`${pattern.slug}: where nothing is going on, looks alarm no more often than their rule says`, () => {
      // A rule that alarms more often than a year's budget, so that few looks show whether it holds.
      const rule = { oneIn: 4, every: 1 }
      const looks = 120 / times
      const quiet = quietTown(lookedBack + looks * 24, seeded(3), times)
      let alarms = 0
      for (let at = 1; at <= looks; at++) {
        const until = lookedBack + at * 24
        const thefts = quiet.filter(({ hour }) => hour < until && hour >= until - lookedBack)
        if (pattern.find({ thefts, until, ground, rule }).length > 0) alarms += 1
      }
      const budget = looks * alarmAt(rule)
      assert.ok(alarms <= budget + 3 * Math.sqrt(budget), `${alarms} of ${looks}, at most ${budget} expected`)
      assert.ok(alarms > 0, 'so careful that it finds nothing')
    })

    test(`${pattern.slug}: seven one after the other are found, and where they were, in 80% of towns`, () => {
      const found = Array.from({ length: 20 }, (_, seed) => {
        const random = seeded(50 + seed)
        const put = along(random, 7, planted)
        const thefts = [...quietTown(lookedBack, random), ...put]
        return { put, all: pattern.find({ thefts, until: lookedBack, ground, rule: pattern.rule }) }
      })
      const right = found.filter(({ put, all: [best] }) => {
        const cells = new Set(put.map(({ cell }) => cell))
        return best && best.method === planted.method && best.squares.filter((cell) => cells.has(cell)).length >= 4
      })
      assert.ok(right.length >= 16, `${right.length} of 20`)
      for (const one of right.flatMap(({ all }) => all))
        assert.ok(one.thefts > one.expected && one.from >= lookedBack - 24 && one.to <= lookedBack && one.from < one.to)
    })

    test(`${pattern.slug}: places that see as many at that hour each week make none; nor do other kinds`, () => {
      const seven = along(seeded(9), 7, planted)
      const random = seeded(10)
      const everyWeek = Array.from({ length: 9 }, (_, ago) =>
        seven.map(() => {
          const one = seven[random.below(7)] as Theft
          return { ...one, hour: one.hour - ago * week }
        }),
      )
      const town = quietTown(lookedBack, random)
      const look = { until: lookedBack, ground, rule: pattern.rule }
      assert.deepEqual(pattern.find({ ...look, thefts: [...town, ...everyWeek.flat()] }), [])
      const mixed = seven.map((one, at) => ({ ...one, method: at % 2 ? 'pickpocket' : 'other' }))
      assert.deepEqual(pattern.find({ ...look, thefts: [...town, ...mixed] }), [])
    })
  }

  test('a day with four times as many thefts all over the town is no series', () => {
    const thefts = quietTown(lookedBack, seeded(11))
    const random = seeded(12)
    const day = thefts.filter(({ hour }) => hour >= lookedBack - 24)
    for (let n = 0; n < 3 * day.length; n++) {
      // Where and at which hour thefts are, on this weekday.
      const like = thefts[random.below(thefts.length)] as Theft
      thefts.push({ ...like, hour: lookedBack - 24 + (like.hour % 24) })
    }
    for (const [{ find, rule }] of cases) assert.deepEqual(find({ thefts, until: lookedBack, ground, rule }), [])
  })

  test('who gets about faster than a moped, or stands still, is no snatcher series', () => {
    const find = (metres: number): ReturnType<Pattern['find']> => {
      const random = seeded(13)
      const thefts = [...quietTown(lookedBack, random), ...along(random, 7, { method: 'snatch', metres })]
      return snatcherSeries.find({ thefts, until: lookedBack, ground, rule: snatcherSeries.rule })
    }
    assert.deepEqual(find(0), [])
    assert.equal(find(500).length, 1)
  })
})

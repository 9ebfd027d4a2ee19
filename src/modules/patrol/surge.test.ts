import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { alarmAt } from '#lib/stats/repeated-looks'
import { type Finding, lookedBack, type Theft, week } from './pattern.ts'
import nearRepeat from './patterns/near-repeat.ts'
import surge from './patterns/surge.ts'

const grid = { west: 0, south: 0, cell: 150, rows: 4, cols: 4 }
const ground = { grid, boroughs: ['a', 'b', 'c', 'd'], boroughOf: Uint8Array.from({ length: 16 }, (_, at) => at >> 2) }
const part = 6

/** A theft as it was, when it was reported, and when its hour was told, if ever. */
type Taken = {
  readonly cell: number
  readonly hour: number
  readonly report: number
  readonly told: number | undefined
}

/**
 * Half press the button in the hour of the theft. The others report ten hours later on the mean: of these six in ten say the hour with the
 * report, two some hours after it, two never.
 */
function toldOf(cell: number, hour: number, random: Random): Taken {
  if (random.next() < 0.5) return { cell, hour, report: hour, told: hour }
  const report = hour + Math.floor(-10 * Math.log(1 - random.next()))
  const says = random.next()
  return { cell, hour, report, told: says < 0.6 ? report : says < 0.8 ? report + 1 + random.below(8) : undefined }
}

const busyAt = (hour: number) => (hour % 24 < 12 ? 0.5 : 1.5) * (hour % week < 48 ? 1.5 : 0.8)

/** Thefts of a town where nothing is going on: `usual` in six hours in each borough, more in the evening and at the weekend. */
function quiet(hours: number, random: Random, usual: number): Taken[] {
  const taken: Taken[] = []
  for (let hour = 0; hour < hours; hour++) {
    for (let left = poisson((4 * usual * busyAt(hour)) / part, random); left > 0; left--)
      taken.push(toldOf(random.below(16), hour, random))
  }
  return taken
}

/** What was known at the end of a look. */
const knownBy = (taken: readonly Taken[], until: number): Theft[] =>
  taken.flatMap(({ cell, hour, report, told }) => {
    if (report >= until || report < until - lookedBack) return []
    const theft = { cell, method: 'snatch', report }
    return [told !== undefined && told < until ? { ...theft, hour, told } : { ...theft, hour: report }]
  })

/** As it was before hours of thefts counted: each report at its own hour. */
const byReport = (thefts: readonly Theft[]): Theft[] =>
  thefts.map(({ cell, method, report = 0 }) => ({ cell, method, hour: report }))

/** Thefts of six hours in a borough, on the mean of a week: 18 on the evening that is looked at. */
const usual = 8

/** How many hours after its end each of so many surges was found; undefined where it was not by the end of a day. */
function delays(times: number, known: (thefts: Theft[]) => Theft[], surges = 30) {
  return Array.from({ length: surges }, (_, seed) => {
    const random = seeded(300 + seed)
    const end = lookedBack + 4 * part
    const taken = quiet(end + 4 * part, random, usual)
    for (let more = poisson(usual * busyAt(end - 1) * (times - 1), random); more > 0; more--)
      taken.push(toldOf(8 + random.below(4), end - part + random.below(part), random))
    for (let after = 0; after <= 18; after += part) {
      const look = { thefts: known(knownBy(taken, end + after)), until: end + after, ground, rule: surge.rule }
      const isIts = ({ squares, from, to }: Finding) =>
        squares.every((cell) => ground.boroughOf[cell] === 2) && from < end + after && to > end - part
      if (surge.find(look).some(isIts)) return after
    }
    return undefined
  })
}

describe('B87: surges', () => {
  test('B87: where nothing is going on, looks alarm no more often than stated, though hours are told late', () => {
    const rule = { oneIn: 10 * surge.rule.every, every: surge.rule.every }
    const [looks, random] = [400, seeded(5)]
    const taken = quiet(lookedBack + looks * part, random, 6)
    let alarms = 0
    for (let at = 1; at <= looks; at++) {
      const until = lookedBack + at * part
      if (surge.find({ thefts: knownBy(taken, until), until, ground, rule }).length > 0) alarms += 1
    }
    const budget = looks * alarmAt(rule)
    assert.ok(alarms <= budget + 3 * Math.sqrt(budget), `${alarms} of ${looks}, at most ${budget} expected`)
    assert.ok(alarms > 0, 'so careful that it finds nothing')
  })

  test('B87: a threefold surge of six hours is found within 18 hours in 80% and more, and more often than by the hour of the report', () => {
    const own = delays(3, (thefts) => thefts)
    const before = delays(3, byReport)
    const found = (all: readonly (number | undefined)[]) => all.filter((one) => one !== undefined).length
    const said = `${own.join()} by the theft, ${before.join()} by the report`
    assert.ok(found(own) >= 24, said)
    assert.ok(found(own) > found(before), said)
  })

  test('a week of last month is known as it was then: what was told of it since makes today no quieter', () => {
    const until = lookedBack + 2 * part
    // Each week 10 pressed the button, and 30 told of that evening the day after; today 25 have, and tomorrow has not come.
    const weeks = Array.from({ length: 9 }, (_, ago) => until - part - ago * week)
    const taken = weeks.flatMap((hour, ago) => [
      ...Array.from({ length: ago === 0 ? 30 : 10 }, () => ({ cell: 0, hour, report: hour, told: hour })),
      ...Array.from({ length: 30 }, () => ({ cell: 0, hour, report: hour + 20, told: hour + 20 })),
    ])
    taken.push({ cell: 15, hour: 20, report: 20, told: 20 }) // somebody counted then
    const look = { thefts: knownBy(taken, until), until, ground, rule: surge.rule }
    const [found] = surge.find(look)
    assert.deepEqual([found?.from, found?.to, found?.thefts, found?.expected], [until - part, until, 30, 10])
    // Once tomorrow has come, the same evening has 60 where 40 were usual: no more than luck brings.
    const later = { ...look, thefts: knownBy(taken, until + 24), until: until + 24 }
    assert.deepEqual(surge.find(later), [])
  })

  test('near-repeat: what is told today of the weeks before is no series that goes on now; what was taken this week is, though told of today', () => {
    const random = seeded(9)
    const town = quiet(lookedBack, random, 3)
    const told = (hoursAgo: number) =>
      Array.from({ length: 40 }, (_, at) => ({
        ...{ cell: 0, hour: lookedBack - hoursAgo - (at % 5) },
        ...{ report: lookedBack - 1 - (at % 20), told: lookedBack - 1 - (at % 20) },
      }))
    const find = (more: readonly Taken[]) =>
      nearRepeat.find({
        ...{ thefts: knownBy([...town, ...more], lookedBack), until: lookedBack, ground: { ...ground, grid: wide } },
        rule: nearRepeat.rule,
      })
    assert.deepEqual(find(told(3 * week)), [])
    const [found] = find(told(60))
    assert.ok(found?.squares.includes(0) && found.from < lookedBack - 60, JSON.stringify(found))
  })
})

/** So wide that no other square is within 200 metres. */
const wide = { ...grid, cell: 1_000 }

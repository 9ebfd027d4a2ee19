import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellCounts } from '#lib/cells/counts'
import { monthOfDay } from '#lib/cells/moment'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { weightsOf } from '../cells/hotspots.ts'
import { londonCells } from '../cells/london-cells.ts'
import { planShift } from './plan-shift.ts'
import { keepsItsRules } from './planned-shift.ts'
import { squaresOf } from './shift-sheet.ts'
import { hoursOfShift, type PlacedTheft, snatchRisk } from './snatch-risk.ts'

const london = londonCells()
const camden = [...london.boroughOf.keys()].filter(
  (cell) => london.boroughs[london.boroughOf[cell] as number] === 'Camden',
)
const today = 20_640 // a Tuesday of 2026, so that the day before is its Monday
const day = (hour: number) => hour / 24

/** A square with so many thefts a week of one kind, and the hours in which they happen. */
type Sort = {
  readonly cell: number
  readonly method: string
  readonly aWeek: number
  readonly hours: readonly number[]
}

/**
 * A simulated borough. What is busy has more of everything: pickpockets all day, who are most of it; beside them phones are snatched, or
 * taken off a table, in some squares in the morning and in some in the evening. The hour is told of six in ten. All is drawn by lot.
 */
function borough(random: Random): Sort[] {
  const anyHour = Array.from({ length: 14 }, (_, at) => 9 + at)
  return camden.slice(200, 320).flatMap((cell): Sort[] => {
    const busy = random.next() ** 3
    const hours = random.next() < 0.5 ? [7, 8, 9] : [17, 18, 19, 20, 21]
    const method = random.next() < 0.8 ? 'snatch' : 'table'
    return [
      { cell, method: 'pickpocket', aWeek: 2.5 * busy * (0.5 + random.next()), hours: anyHour },
      { cell, method, aWeek: busy * (0.2 + random.next()), hours },
    ]
  })
}

function theftsOf(sorts: readonly Sort[], weeks: readonly number[], random: Random): PlacedTheft[] {
  return weeks.flatMap((week) =>
    sorts.flatMap(({ cell, method, aWeek, hours }) =>
      Array.from({ length: poisson(aWeek, random) }, () => {
        const on = today - 7 * (week + 1) + random.below(7)
        const hour = 24 * on + (hours[random.below(hours.length)] as number)
        return { cell, day: day(hour), hour: random.next() < 0.6 ? hour : undefined, method }
      }),
    ),
  )
}

function lookOf(thefts: readonly PlacedTheft[]) {
  const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
  for (const { cell, day: on } of thefts) counts.add(cell, { day: on, month: monthOfDay(Math.floor(on)) })
  return { counts, london, day: today }
}

const isSeen = ({ method }: PlacedTheft) => method === 'snatch' || method === 'table'

test('B18: squares chosen by snatch risk at the shift’s hours hold more of what plain clothes can see than the heaviest squares do (simulated)', () => {
  const hits: { suggested: number; baseline: number }[] = []
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(seed)
    const sorts = borough(random)
    const past = theftsOf(sorts, [...Array(26).keys()], random)
    const look = lookOf(past)
    const shift = { from: 24 * (today + 3) + 17, to: 24 * (today + 3) + 22 }
    const risk = snatchRisk(look, past, shift)
    const suggested = new Set(squaresOf({ ...look, learned: { listed: risk, shares: risk } }, 'Camden').slice(0, 12))
    const baseline = new Set(squaresOf(look, 'Camden').slice(0, 12))
    // What comes in the thirteen weeks after, at the hours of the shift; the hour is known of all of it here.
    const next = sorts.flatMap(({ cell, method, aWeek, hours }) => {
      const inHours = hours.filter((hour) => hour >= 17 && hour < 22).length / hours.length
      return Array.from({ length: poisson(13 * aWeek * inHours, random) }, () => ({ cell, method, day: 0, hour: 0 }))
    })
    const wanted = next.filter(isSeen)
    const of = (squares: ReadonlySet<number>) => wanted.filter(({ cell }) => squares.has(cell)).length / wanted.length
    hits.push({ suggested: of(suggested), baseline: of(baseline) })
  }
  const mean = (of: 'suggested' | 'baseline') => hits.reduce((sum, one) => sum + one[of], 0) / hits.length
  const said = `suggested ${mean('suggested').toFixed(3)}, baseline ${mean('baseline').toFixed(3)}`
  assert.ok(mean('suggested') > mean('baseline') + 0.05, said)
  assert.ok(hits.filter(({ suggested, baseline }) => suggested > baseline).length >= 18, JSON.stringify(hits))
})

test('a theft without an hour counts as one on the mean; other kinds count for nothing, nor does what came after the look', () => {
  const [at = 0, other = 0] = camden.slice(300)
  const shift = { from: 24 * (today + 3) + 17, to: 24 * (today + 3) + 22 }
  const all = [{ cell: other, day: today, hour: undefined, method: 'pickpocket' }]
  const look = lookOf([{ cell: at, day: today, hour: undefined, method: 'snatch' }, ...all])
  const riskOf = (theft: Partial<PlacedTheft>) =>
    snatchRisk(look, [{ cell: at, day: today, hour: undefined, method: 'snatch', ...theft }], shift)[at] as number
  const none = riskOf({})
  const hours = Array.from({ length: 168 }, (_, hour) => riskOf({ hour: 24 * (today - 7) + hour }))
  assert.ok(Math.abs(hours.reduce((sum, one) => sum + one, 0) / 168 / none - 1) < 1e-5)
  const sameDay = riskOf({ hour: 24 * (today + 3 - 7) + 18 })
  const otherDay = riskOf({ hour: 24 * (today + 4 - 7) + 18 })
  assert.ok(sameDay > otherDay && otherDay > none && none > riskOf({ hour: 24 * (today - 4) + 4 }))
  // Over midnight: the night that is walked, and neither the small hours before it nor the evening after.
  const friday = today + 3
  const byNight = { from: 24 * friday + 22, to: 24 * (friday + 1) + 6 }
  const atNight = (day: number, hour: number) =>
    snatchRisk(look, [{ cell: at, day: today, hour: 24 * (day - 7) + hour, method: 'snatch' }], byNight)[at] as number
  assert.equal(atNight(friday, 23), atNight(friday + 1, 2))
  assert.ok(atNight(friday, 2) < atNight(friday + 1, 2) && atNight(friday, 2) > atNight(friday, 12))
  assert.ok(atNight(friday + 1, 23) < atNight(friday, 23))
  const fromMidnight = { from: 24 * friday, to: 24 * friday + 4 }
  const early = (day: number) =>
    snatchRisk(look, [{ cell: at, day: today, hour: 24 * (day - 7) + 2, method: 'snatch' }], fromMidnight)[at] as number
  assert.ok(early(friday - 1) < early(friday))
  assert.equal(riskOf({ method: 'pickpocket' }), 0)
  assert.equal(riskOf({ day: today + 1 }), 0)
  // Half of all weight is of this kind: so many of the thefts that are expected at any hour.
  assert.ok(Math.abs(none - 0.5) < 1e-6)
  assert.deepEqual(hoursOfShift(new Date('2026-07-03T13:00:00.000Z'), 4), {
    from: (Date.parse('2026-07-03T14:00:00.000Z') / 3_600_000) | 0,
    to: (Date.parse('2026-07-03T18:00:00.000Z') / 3_600_000) | 0,
  })
})

test('B18: plain clothes are planned at those squares', async () => {
  const random = seeded(3)
  const past = theftsOf(borough(random), [...Array(26).keys()], random)
  const begins = new Date((today + 3) * 86_400_000 + 17 * 3_600_000)
  const look = lookOf(past)
  const shares = snatchRisk(look, past, hoursOfShift(begins, 2))
  const weighed = { ...look, learned: { listed: shares, shares } }
  const plan = await planShift(weighed, {
    ...{ source: 'reports', area: 'Camden', begins, hours: 2, gap: 60, lotPermille: 0, seed: 1, covert: true },
    ...{ units: [{ by: 'foot' }], dwell: { least: 12, most: 15 } },
  })
  assert.ok(plan && keepsItsRules(plan))
  const weights = weightsOf(weighed)
  assert.ok(plan.squares.length >= 3)
  for (const { easting, northing } of plan.squares) {
    const cell = ((northing - london.grid.south) / 150) * london.grid.cols + (easting - london.grid.west) / 150
    assert.ok((weights[cell] as number) > 0, 'no square of pickpockets alone')
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { poisson, seeded } from '#lib/stats/random'
import { besideNeighbours } from './beside-neighbours.ts'
import { eventEffect } from './event-effect.ts'
import { foretellMonth } from './foretell-month.ts'
import { monthFactors } from './month-factor.ts'
import { allBesideUsual, besideUsual } from './months.ts'

const first = 2010 * 12
const season = [1, 0.95, 1.05, 1, 1, 0.95, 1, 0.9, 0.8, 1.05, 1.15, 1.15]

/** Fourteen years of a town with a season; `more` is what an event adds to a month. */
function town(seed: number, more: (month: number) => number = () => 1, level = 4000): Map<number, number> {
  const random = seeded(seed)
  return new Map(
    Array.from({ length: 168 }, (_, at) => {
      const month = first + at
      const luck = Math.exp(0.05 * (random.next() + random.next() + random.next() - 1.5))
      return [month, poisson(level * (season[month % 12] as number) * luck * more(month), random)] as const
    }),
  )
}

test('A23: the factors of the months are those that were put in, and their intervals hold nearly all of them', () => {
  let held = 0
  for (let seed = 0; seed < 20; seed++)
    for (const { monthOfYear, factor, low, high, years } of monthFactors(town(seed))) {
      // Beside the year around it without the month itself.
      const own = season[monthOfYear] as number
      // Of the twelve around it, the month six before and six after is the same one.
      const others =
        season.reduce((sum, one, at) => sum + (at === monthOfYear ? 0 : one), 0) +
        (season[(monthOfYear + 6) % 12] as number)
      const truth = own / (others / 12)
      assert.ok(Math.abs(factor / truth - 1) < 0.05, `${monthOfYear}: ${factor} ${truth}`)
      assert.ok(years >= 13)
      if (low <= truth && truth <= high) held += 1
    }
  assert.ok(held / 240 > 0.9, `${held}`)
})

test('a month beside a jump or a gap says nothing of what is usual', () => {
  const jumped = new Map([...town(1)].map(([month, count]) => [month, month < first + 60 ? count : count / 3]))
  assert.equal(besideUsual(jumped, first + 58), undefined)
  assert.ok(besideUsual(jumped, first + 70))
  const holed = new Map([...town(1)].filter(([month]) => month !== first + 60))
  assert.equal(allBesideUsual(holed).has(first + 64), false)
  assert.equal(allBesideUsual(holed).has(first + 67), true)
})

test('what is foretold lies in its interval about as often as is said, and after a jump only what came after counts', () => {
  let held = 0
  for (let seed = 100; seed < 200; seed++) {
    const whole = town(seed)
    const target = first + 167
    const known = new Map([...whole].filter(([month]) => month <= target - 5))
    const foretold = foretellMonth(known, target)
    assert.ok(foretold && foretold.lead === 5 && foretold.low !== undefined && foretold.high !== undefined)
    const came = whole.get(target) ?? 0
    if (foretold.low <= came && came <= foretold.high) held += 1
  }
  assert.ok(held > 68 && held < 92, `${held} of 100`)
  const jumped = new Map([...town(3)].map(([month, count]) => [month, month < first + 166 ? count : count / 4]))
  const after = foretellMonth(jumped, first + 168)
  assert.ok(after && after.expected < 1500, `${after?.expected}`)
  assert.equal(foretellMonth(town(3), first + 167), undefined, 'a month that is known is not foretold')
})

/** On sale in another month of spring each year, and always in September: as phones are. */
const launch = (month: number) => (month % 12 === 8 || month % 12 === 2 + (Math.floor(month / 12) % 3) ? 1 : 0)

test('A23: a launch that always falls into one month is not taken for its season; one that moves is found', () => {
  let alarms = 0
  for (let seed = 0; seed < 60; seed++) {
    const none = eventEffect(town(seed), launch, { draws: 499, seed, from: first })
    if (none.verdict !== 'none shown') alarms += 1
    assert.equal(none.telling, 3)
  }
  assert.ok(alarms <= 7, `${alarms} of 60 at 5%`)
  const trap = eventEffect(town(5), (month) => (month % 12 === 10 ? 1 : 0), { seed: 1, from: first })
  assert.equal(trap.telling, 0)
  assert.deepEqual([trap.ratio, trap.p, trap.verdict], [1, 1, 'none shown'])
  assert.ok(trap.unadjusted > 1.1, `who forgets the season sees ${trap.unadjusted}`)
  const real = eventEffect(
    town(5, (month) => (launch(month) ? 1.2 : 1)),
    launch,
    { seed: 1, from: first },
  )
  assert.equal(real.verdict, 'more')
  assert.ok(real.low < 1.2 && 1.2 < real.high, `${real.low} ${real.high}`)
})

test('a carnival in one borough shows in that borough’s share; in a borough without one it does not', () => {
  const all = town(1, undefined, 40_000)
  const carnival = besideNeighbours(
    town(2, (month) => (month % 12 === 7 ? 1.3 : 1)),
    all,
    7,
  )
  assert.ok(carnival && carnival.low > 1 && carnival.low < 1.3 && carnival.high > 1.3, JSON.stringify(carnival))
  const quiet = besideNeighbours(town(3), all, 7, [2015])
  assert.ok(quiet && quiet.low < 1 && quiet.high > 1 && quiet.years.every(({ year }) => year !== 2015))
})

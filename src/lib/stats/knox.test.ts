import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Events, knox, nearRepeats } from './knox.ts'
import { seeded } from './random.ts'

type Event = readonly [x: number, y: number, day: number]
const events = (list: readonly Event[]): Events => ({
  xs: Float64Array.from(list, ([x]) => x),
  ys: Float64Array.from(list, ([, y]) => y),
  days: Float64Array.from(list, ([, , day]) => day),
})
const ask = (list: readonly Event[], space: number[], time: number[], permutations = 0, seed = 1) =>
  knox(events(list), {
    space: Float64Array.from(space),
    time: Float64Array.from(time),
    permutations,
    random: seeded(seed),
  })

/** The definition: all pairs, each interval closed on the left and open on the right. */
function bruteForce(list: readonly Event[], space: number[], time: number[]): number[] {
  const table = space.slice(1).flatMap(() => time.slice(1).map(() => 0))
  for (const [n, [x, y, day]] of list.entries())
    for (const [u, v, other] of list.slice(0, n))
      for (let s = 0; s < space.length - 1; s++)
        for (let t = 0; t < time.length - 1; t++) {
          const [metres, days] = [Math.sqrt((x - u) ** 2 + (y - v) ** 2), Math.abs(day - other)]
          const holds = (breaks: number[], k: number, value: number) =>
            value >= (breaks[k] as number) && value < (breaks[k + 1] as number)
          if (holds(space, s, metres) && holds(time, t, days))
            table[s * (time.length - 1) + t] = 1 + (table[s * (time.length - 1) + t] ?? 0)
        }
  return table
}

const whole = (most: number) => fc.integer({ min: 0, max: most })
const fraction = (most: number) => fc.double({ min: 0, max: most, noNaN: true })
const ascending = (most: number) =>
  fc.uniqueArray(whole(most), { minLength: 2, maxLength: 6 }).map((breaks) => breaks.sort((a, b) => a - b))

test('the pairs in each interval of distance and time are those of all pairs, limits included on the left only', () => {
  const list = fc.oneof(
    fc.array(fc.tuple(whole(30), whole(30), whole(20)), { maxLength: 40 }),
    fc.array(fc.tuple(fraction(30), fraction(30), fraction(20)), { maxLength: 40 }),
  )
  fc.assert(
    fc.property(list, ascending(25), ascending(25), (list, space, time) => {
      assert.deepEqual([...ask(list, space, time).observed], bruteForce(list, space, time))
    }),
    { numRuns: 200 },
  )
})

test('what is expected is the mean over every order of the times, and p counts the orders that do as much', () => {
  const list: Event[] = [
    [0, 0, 0],
    [3, 4, 1],
    [9, 0, 2],
    [0, 1, 9],
    [3, 5, 4],
  ]
  const [space, time] = [
    [0, 5, 8],
    [0, 2, 5],
  ]
  const every = orders(list.map(([, , day]) => day)).map((days) =>
    bruteForce(
      list.map(([x, y], n) => [x, y, days[n] as number] as const),
      space,
      time,
    ),
  )
  const found = ask(list, space, time, 20_000)
  for (const [n, observed] of bruteForce(list, space, time).entries()) {
    const mean = every.reduce((sum, table) => sum + (table[n] as number), 0) / every.length
    assert.ok(Math.abs((found.expected[n] as number) - mean) < 1e-12)
    const exact = every.filter((table) => (table[n] as number) >= observed).length / every.length
    const allowed = 4 * Math.sqrt((exact * (1 - exact)) / 20_000) + 1 / 20_001
    assert.ok(Math.abs((found.p[n] as number) - exact) <= allowed, `${found.p[n]} is not ${exact}`)
  }
})

function orders<T>(values: readonly T[]): T[][] {
  if (values.length === 0) return [[]]
  return values.flatMap((value, n) => orders(values.toSpliced(n, 1)).map((rest) => [value, ...rest]))
}

test('near repeats put in are found, by seed the same each time, and each near pair is named', () => {
  const { next, below } = seeded(7)
  const list: Event[] = Array.from({ length: 300 }, () => [next() * 5000, next() * 5000, below(365)] as const)
  const repeats = list.slice(0, 25).map(([x, y, day]) => [x + 20, y, day + 2] as const)
  const all = [...list, ...repeats]
  const first = ask(all, [0, 100, 400], [0, 7, 14], 199, 3)
  assert.equal(first.p[0], 1 / 200)
  assert.ok((first.ratio[0] as number) > 5 && (first.p[1] as number) > 0.01)
  assert.deepEqual(ask(all, [0, 100, 400], [0, 7, 14], 199, 3), first)
  const pairs = nearRepeats(events(all), { metres: 100, days: 7 })
  assert.equal(pairs.length, first.observed[0])
  for (const [n] of repeats.entries())
    assert.ok(pairs.some(({ first, second, days }) => first === n && second === 300 + n && days === 2))
})

test('no events, limits that do not ascend and a number that is none are refused or empty, in words', () => {
  assert.deepEqual([...ask([], [0, 1], [0, 1], 9).observed], [0])
  assert.throws(() => ask([], [0, 1, 1], [0, 1]), /space is \[0, 1, 1\]; .*ascending/)
  assert.throws(() => ask([[0, Number.NaN, 0]], [0, 1], [0, 1]), /ys\[0\] is NaN/)
})

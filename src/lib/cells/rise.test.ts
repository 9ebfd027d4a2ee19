import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { poisson, type Random, seeded } from '../stats/random.ts'
import { alarmAt, oneAYear } from '../stats/repeated-looks.ts'
import { type Rise, RiseWatch } from './rise.ts'

const side = 12
const shape = { rows: side, cols: side }
const halfLife = 91
const middle = 6 * side + 6
const four = [middle, middle + 1, middle + side, middle + side + 1]

/**
 * A day of a town where nothing is going on, in the order of time: squares differ a hundredfold, and one in ten has most of its
 * events on the nights before Saturday and Sunday.
 */
function quietDay(day: number, means: Float64Array, random: Random, level = 1): [cell: number, day: number][] {
  const events: [number, number][] = []
  for (const [cell, mean] of means.entries()) {
    const isNightlife = cell % 10 === 3
    for (let left = poisson(level * mean * (isNightlife ? 4 : 1), random); left > 0; left--) {
      const part = random.next()
      const isNight = day % 7 < 2 && part < 0.25
      if (!isNightlife || isNight || random.next() < 0.2) events.push([cell, day + part])
    }
  }
  return events.sort((a, b) => a[1] - b[1])
}

const uneven = (random: Random) => Float64Array.from({ length: side * side }, () => 1.2 * random.next() ** 3 + 0.01)

type Town = { readonly weeks: number; readonly days: number; readonly level?: (day: number) => number }

/** Looks at `days` after some weeks that are only counted. */
function alarms(random: Random, means: Float64Array, { weeks, days, level = () => 1 }: Town, oneIn: number) {
  const watch = new RiseWatch(shape, halfLife, { oneIn, every: 1 })
  const found: (Rise & { readonly day: number })[] = []
  for (let day = 0; day < weeks * 7 + days; day++)
    for (const [cell, at] of quietDay(day, means, random, level(day))) {
      if (day < weeks * 7) watch.count(cell, at)
      const rise = day < weeks * 7 ? undefined : watch.add(cell, at)
      if (rise) found.push({ ...rise, day })
    }
  return found
}

/** Of so many towns, those in which a threefold rise in four squares over two days is found by its end. */
function risesFound(towns: number, usual: number, level: (day: number) => number = () => 1): number {
  const first = 182
  return Array.from({ length: towns }, (_, seed) => {
    const random = seeded(60 + seed)
    const watch = new RiseWatch(shape, halfLife, oneAYear)
    const means = uneven(random)
    for (const cell of four) means[cell] = usual
    let found = false
    for (let day = 0; day < first + 2; day++) {
      const rising = means.map((mean, cell) => (day >= first && four.includes(cell) ? 3 * mean : mean))
      for (const [cell, at] of quietDay(day, rising, random, level(day) / level(first))) {
        if (day < first) watch.count(cell, at)
        else if ((watch.add(cell, at)?.cells ?? []).filter((one) => four.includes(one)).length >= 2) found = true
      }
    }
    return found
  }).filter(Boolean).length
}

/** A town has other squares, in which as much goes on as ever. */
function countElsewhere(watch: RiseWatch, from: number, until: number): void {
  for (let at = from; at < until; at += 0.05) watch.count(0, at)
}

describe('a rise, decided at each event', () => {
  test('where nothing is going on, no more events alarm than the rule says, night life and uneven squares included', () => {
    const oneIn = 4
    const years = Array.from({ length: 6 }, (_, seed) => {
      const random = seeded(20 + seed)
      return alarms(random, uneven(random), { weeks: 10, days: 40 }, oneIn)
    })
    const found = years.flat()
    const budget = (6 * 40) / oneIn
    assert.ok(found.length <= budget, `${found.length} alarms, at most ${budget} expected`)
    assert.ok(found.length > 0, 'so careful that it finds nothing')
    for (const { chance, events, expected } of found)
      assert.ok(chance <= alarmAt({ oneIn, every: 1 }) && events > expected)
  })

  const levels: Readonly<Record<string, (day: number) => number>> = {
    'reporting doubles in a year': (day) => 2 ** (day / 365),
    'weekends have twice as much, everywhere': (day) => (day % 7 < 2 ? 2 : 1),
    'twice as much is reported from one day to the next': (day) => (day < 379 ? 1 : 2),
    'it doubles in a year, with weekends and single days of their own': (day) =>
      2 ** (day / 365) * (day % 7 < 2 ? 2 : 1) * (day % 11 === 0 ? 1.6 : 1),
  }
  for (const [name, level] of Object.entries(levels))
    test(`P4: where ${name}, no more events alarm than the rule says`, () => {
      const oneIn = 4
      const found = [0, 1].flatMap((seed) => {
        const random = seeded(120 + seed)
        return alarms(random, uneven(random), { weeks: 52, days: 40, level }, oneIn)
      })
      const budget = (2 * 40) / oneIn
      assert.ok(found.length <= budget, `${found.length} alarms, at most ${budget} expected`)
      assert.ok(found.length > 0, 'so careful that it finds nothing')
    })

  test('P4: a threefold rise is found on day two in a town whose reporting doubles in a year', () => {
    assert.ok(risesFound(20, 3, (day) => 2 ** (day / 365)) >= 16)
  })

  test('a threefold rise in four squares over two days is found on day two in 80% and more, at three a day in each', () => {
    const right = risesFound(20, 3)
    assert.ok(right >= 16, `${right} of 20`)
  })

  test('as many as on each Saturday night are no rise on a Saturday night, and are one on a Tuesday', () => {
    const busy = (night: number) => {
      const watch = new RiseWatch(shape, halfLife, oneAYear)
      countElsewhere(watch, 0, 26 * 7 + night)
      for (let week = 0; week < 26; week++) for (let n = 0; n < 12; n++) watch.count(middle, week * 7 + 5.5 + n / 100)
      return Array.from({ length: 12 }, (_, n) => watch.add(middle, 26 * 7 + night + n / 100)).findLast(Boolean)
    }
    assert.equal(busy(5.5), undefined)
    const tuesday = busy(1.5)
    assert.ok(tuesday?.cells.includes(middle) && tuesday.events >= 4 && tuesday.expected < 1)
  })

  test('times by the hour are compared with the same hours, whatever dividing by 24 rounds: whole weeks and days apart', () => {
    for (let hour = 491_000; hour < 491_168; hour++) {
      const watch = new RiseWatch(shape, halfLife, oneAYear)
      // Elsewhere as many as ever, in this hour of each week and a day before it.
      for (let ago = 10; ago >= 0; ago--)
        for (let n = 0; n < 40; n++) watch.count(0, (hour - 168 * ago - 24 * (n % 2)) / 24)
      // One in the same hour of each week, and one that a day later is out of the window just now.
      for (let ago = 10; ago > 0; ago--) for (const far of [0, 24]) watch.count(middle, (hour - 168 * ago - far) / 24)
      watch.count(middle, (hour - 24) / 24)
      const rise = Array.from({ length: 20 }, () => watch.add(middle, hour / 24)).at(-1)
      assert.deepEqual([rise?.days, rise?.events], [1, 20], String(hour))
      assert.ok(Math.abs((rise?.expected ?? 0) - 1) < 1e-9, `${hour} ${rise?.expected}`)
    }
  })

  test('what is long ago is dropped, and changes nothing that is decided', () => {
    const random = seeded(8)
    const means = uneven(random)
    const old = new RiseWatch(shape, halfLife, oneAYear)
    const young = new RiseWatch(shape, halfLife, oneAYear)
    const [from, until] = [200, 1100]
    for (let day = 0; day < until; day++)
      for (const [cell, at] of quietDay(day, means, random)) {
        if (day % 100 === 0) old.add(cell, at)
        else old.count(cell, at)
        if (day >= from) young.count(cell, at)
      }
    const burst = Array.from({ length: 12 }, (_, n) => until + n / 100)
    assert.ok(old.size > 0.9 * young.size)
    assert.deepEqual(
      burst.map((at) => old.add(middle, at)),
      burst.map((at) => young.add(middle, at)),
    )
    assert.ok(old.size === young.size, `${old.size} kept of two years, ${young.size}`)
    assert.ok(old.dropped > 10 && young.dropped > 10)
    const kept = old.size
    old.count(middle, 10)
    old.take(middle, 10)
    assert.equal(old.size, kept)
  })

  test('nothing is said before four weeks are counted, by an event that comes in late, or of what was taken back', () => {
    const burst = (watch: RiseWatch, day: number) =>
      Array.from({ length: 9 }, (_, n) => watch.add(middle, day + n / 100))
    const young = new RiseWatch(shape, halfLife, oneAYear)
    young.count(0, 0)
    assert.ok(burst(young, 27).every((one) => one === undefined))
    const watch = new RiseWatch(shape, halfLife, oneAYear)
    for (let day = 0; day < 60; day++) watch.count(0, day)
    const before = burst(watch, 60)
    assert.ok(before.at(-1))
    assert.equal(watch.add(middle, 58.9), undefined)
    for (let n = 0; n < 9; n++) watch.take(middle, 60 + n / 100)
    watch.take(middle, 60) // there is none any more
    watch.take(middle, 58.9)
    assert.equal(watch.add(middle, 60.2), undefined)
  })
})

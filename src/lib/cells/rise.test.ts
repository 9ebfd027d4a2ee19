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
function quietDay(day: number, means: Float64Array, random: Random): [cell: number, day: number][] {
  const events: [number, number][] = []
  for (const [cell, mean] of means.entries()) {
    const isNightlife = cell % 10 === 3
    for (let left = poisson(mean * (isNightlife ? 4 : 1), random); left > 0; left--) {
      const part = random.next()
      const isNight = day % 7 < 2 && part < 0.25
      if (!isNightlife || isNight || random.next() < 0.2) events.push([cell, day + part])
    }
  }
  return events.sort((a, b) => a[1] - b[1])
}

const uneven = (random: Random) => Float64Array.from({ length: side * side }, () => 1.2 * random.next() ** 3 + 0.01)

/** Looks at `days` after some weeks that are only counted. */
function alarms(random: Random, means: Float64Array, { weeks, days }: { weeks: number; days: number }, oneIn: number) {
  const watch = new RiseWatch(shape, halfLife, { oneIn, every: 1 })
  const found: (Rise & { readonly day: number })[] = []
  for (let day = 0; day < weeks * 7 + days; day++)
    for (const [cell, at] of quietDay(day, means, random)) {
      if (day < weeks * 7) watch.count(cell, at)
      const rise = day < weeks * 7 ? undefined : watch.add(cell, at)
      if (rise) found.push({ ...rise, day })
    }
  return found
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

  test('a threefold rise in four squares over two days is found on day two in 80% and more, at three a day in each', () => {
    let right = 0
    for (let seed = 0; seed < 20; seed++) {
      const random = seeded(60 + seed)
      const watch = new RiseWatch(shape, halfLife, oneAYear)
      const means = uneven(random)
      for (const cell of four) means[cell] = 3
      let found = false
      for (let day = 0; day < 184; day++) {
        const rising = means.map((mean, cell) => (day >= 182 && four.includes(cell) ? 3 * mean : mean))
        for (const [cell, at] of quietDay(day, rising, random)) {
          if (day < 182) watch.count(cell, at)
          else if ((watch.add(cell, at)?.cells ?? []).filter((one) => four.includes(one)).length >= 2) found = true
        }
      }
      if (found) right++
    }
    assert.ok(right >= 16, `${right} of 20`)
  })

  test('as many as on each Saturday night are no rise on a Saturday night, and are one on a Tuesday', () => {
    const busy = (night: number) => {
      const watch = new RiseWatch(shape, halfLife, oneAYear)
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
      // One in the same hour of each week, and one that a day later is out of the window just now.
      for (let ago = 10; ago > 0; ago--) for (const far of [0, 24]) watch.count(middle, (hour - 168 * ago - far) / 24)
      watch.count(middle, (hour - 24) / 24)
      const rise = Array.from({ length: 10 }, () => watch.add(middle, hour / 24)).at(-1)
      assert.deepEqual([rise?.days, rise?.events], [1, 10], String(hour))
      assert.ok(Math.abs((rise?.expected ?? 0) - 1) < 1e-9, `${hour} ${rise?.expected}`)
    }
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

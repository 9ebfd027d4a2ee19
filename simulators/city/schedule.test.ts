import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { secondsOf } from './clock.ts'
import { makeDay, type Point } from './day.ts'
import { banksOf, clockOf as clock, playedDay, positionOf, scheduleOf } from './schedule.ts'

const points: Point[] = Array.from({ length: 60 }, (_, n) => ({
  ...{ lon: -0.14 + (n % 10) * 0.001, lat: 51.51 + Math.floor(n / 10) * 0.001 },
  ...{ borough: 'Westminster', name: `Street ${n}, Westminster`, thefts: 1 + n },
}))
const evening = { from: 16 * 3600, to: 22 * 3600 }
const day = makeDay(7, points)
const window = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
  .filter(([from, to]) => from < to)
  .map(([from, to]) => ({ from: from * 3600, to: to * 3600 }))

test('whatever the seed and the hours, steps are in order and within them, and nobody is reported before the theft', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), window, (seed, hours) => {
      const played = playedDay(makeDay(seed, points, { thefts: 60 }), hours)
      const steps = scheduleOf(played, hours, 300)
      assert.deepEqual(
        steps,
        steps.toSorted((a, b) => a.at - b.at),
      )
      for (const step of steps) {
        assert.ok(step.at >= hours.from && step.at < hours.to)
        if ('theft' in step) assert.ok(step.at >= step.theft.at, step.do)
      }
      assert.deepEqual(scheduleOf(played, hours, 300), steps)
    }),
    { numRuns: 30 },
  )
})

test('a day has one malicious report at least: by the bare number, and nothing is done with a phone that nobody took', () => {
  const played = playedDay(day, evening)
  const malicious = played.thefts.filter(({ later }) => later === 'malicious')
  assert.ok(malicious.length >= 1)
  const steps = scheduleOf(played, evening, 300)
  for (const theft of malicious) {
    const own = steps.filter((step) => 'theft' in step && step.theft.id === theft.id)
    assert.ok(own.every((step) => step.do === 'own-phone' || (step.do === 'report' && step.by === 'borrowed-phone')))
  }
})

test('who finds the phone takes the report back once, after it, and no thief switches it on', () => {
  const all = Array.from({ length: 20 }, (_, seed) => scheduleOf(makeDay(seed, points), { from: 0, to: 86_400 }, 3600))
  const withdrawn = all.flat().flatMap((step) => (step.do === 'withdraw' ? [step] : []))
  assert.ok(withdrawn.length > 20)
  for (const { theft, at } of withdrawn) {
    assert.ok(theft.report && at > theft.report.at)
    assert.ok(!all.some((steps) => steps.some((step) => step.do === 'attach' && step.theft === theft)))
  }
})

test('the tray holds what was seized before, and a shift that is cut by the hours begins and ends within them', () => {
  const steps = scheduleOf(playedDay(day, evening), evening, 300)
  const [tray, more] = steps.filter((step) => step.do === 'tray')
  assert.ok(tray && !more)
  assert.ok(tray.thefts.every(({ at, thief, later }) => at < tray.at && thief.seized && later === undefined))
  const count = (what: string) => steps.filter((step) => step.do === what).length
  assert.equal(count('on-duty'), count('off-duty'))
  assert.ok(count('move') > count('on-duty'))
})

test('an officer stays five minutes at a point of the beat and comes round again', () => {
  const [officer] = day.officers
  assert.ok(officer)
  const { from, beat } = officer
  assert.equal(positionOf(officer, from + 299), beat[0])
  assert.equal(positionOf(officer, from + 300), beat[1])
  assert.equal(positionOf(officer, from + 300 * beat.length), beat[0])
})

test('a victim’s banks follow from the number, are all different, and a number that ends in 99 has none', () => {
  const slugs = Array.from({ length: 20 }, (_, n) => `bank-${n}`)
  for (const theft of day.thefts) {
    const banks = banksOf(theft, slugs)
    assert.equal(new Set(banks).size, banks.length)
    assert.equal(banks.length, theft.line.endsWith('99') ? 0 : theft.banks)
  }
})

test('a time of day is read as it is written, and nonsense is refused', () => {
  assert.deepEqual(['00:00', '16:30', '24:00'].map(secondsOf), [0, 59_400, 86_400])
  assert.equal(clock(secondsOf('07:05')), '07:05')
  for (const bad of ['24:01', '7:00', '12:60', '', 'noon']) assert.throws(() => secondsOf(bad), /time of a day/)
})

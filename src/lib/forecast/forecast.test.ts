import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DecayedCounts } from '../stats/decay.ts'
import { poisson, seeded } from '../stats/random.ts'
import { backtest, summary } from './backtest.ts'
import { calendarOf, months } from './calendar.ts'
import { floorOf } from './floor.ts'
import { forecaster, spliced } from './forecast.ts'
import { before, type History, totalOf } from './history.ts'
import { historyFrom } from './history-from.ts'
import { learnedSettings } from './learned.ts'
import { whyOf } from './release.ts'

const side = 12
const grid = { west: 0, south: 0, cell: 150, rows: side, cols: side }
const usual = learnedSettings(1)
/** Few and small trees: enough to be bent by what they should not see. */
const learned = { ...usual, trees: { ...usual.trees, trees: 6, leastInLeaf: 2, bins: 16 }, mostPeriods: 6 }
const settings = { shares: [0.01, 0.05, 0.2], calendar: calendarOf(months), learned }
const first = 2018 * 12

/** A town whose bad streets stay, and whose bad weeks spread to the places next to them. */
function town(periods: number, seed: number): History {
  const random = seeded(seed)
  const base = Array.from({ length: side * side }, () => 8 * random.next() ** 12)
  const counts = Array.from({ length: periods }, () => Float64Array.from(base, (mean) => poisson(mean + 0.02, random)))
  return { grid, cells: Int32Array.from(base, (_, at) => at), first, counts }
}

const tested = (history: History, from: number, end: number) => [...backtest(history, [from, end], settings, () => 0)]

test('nothing of the month that is foretold, or of a later one, reaches a forecast: change the future, and no bit of it moves', () => {
  const truth = town(14, 1)
  const [from, end] = [first + 12, first + 14]
  const told = tested(truth, from, end)
  assert.ok(told.every(({ forecast }) => forecast.learned && forecast.release.periods > 6))
  for (let period = from; period < end; period++) {
    const random = seeded(period)
    const counts = truth.counts.map((one, at) => (first + at < period ? one : one.map(() => random.below(50))))
    const other = tested({ ...truth, counts }, from, period + 1).at(-1)
    assert.deepEqual(other?.forecast, told[period - from]?.forecast, `forecast of ${period}`)
    // The same when it is made alone, with no forecasts of the periods before.
    assert.deepEqual(forecaster(settings)(before({ ...truth, counts }, period)), other?.forecast)
  }
  const changed = truth.counts.map((one, at) => (at === 11 ? one.map((n) => n + 1) : one))
  assert.notDeepEqual(
    tested({ ...truth, counts: changed }, from, from + 1)[0]?.forecast,
    told[0]?.forecast,
    'the past does matter',
  )
})

test('the floor is always there, and what is shown is the floor wherever the learned model did not prove better', () => {
  for (const { forecast, result } of tested(town(14, 2), first, first + 14)) {
    const halved = floorOf(before(town(14, 2), forecast.period), forecast.halfLife)
    assert.deepEqual(forecast.floor, halved)
    if (forecast.release.uses === 'floor') assert.deepEqual(forecast.shown, forecast.floor)
    assert.equal(forecast.release.uses === 'floor', whyOf(forecast.release).startsWith('The floor is used'))
    if (forecast.period > first) assert.ok(Math.abs(totalOf(forecast.expected) - forecast.total) < 1e-6)
    for (const { floor, model, best, share } of result.areas) {
      assert.ok(floor.hit <= best.hit + 1e-12 && model.hit <= best.hit + 1e-12 && best.pei === 1)
      assert.ok(Math.abs(floor.pai - floor.hit / share) < 1e-9)
    }
  }
})

test('the floor in periods is the decayed count of events in days', () => {
  const history = town(6, 3)
  const kept = new DecayedCounts(side * side, 2.5)
  for (const [at, counts] of history.counts.entries()) for (const [place, n] of counts.entries()) kept.add(place, at, n)
  const [floor, on] = [floorOf(history, 2.5), kept.on(5)]
  for (const [place, one] of floor.entries()) assert.ok(Math.abs(one - (on[place] as number)) < 1e-9)
})

test('a list whose head is the floor’s keeps its order, then goes on by the learned model', () => {
  const [floor, learned] = [Float64Array.of(5, 5, 3, 1, 0), Float64Array.of(0.1, 0.3, 0.2, 0, 0.4)]
  const order = (scores: Float64Array) =>
    [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number))
  assert.deepEqual(order(spliced(floor, learned, 0.6)), [1, 0, 2, 4, 3])
  assert.equal(spliced(floor, learned, 0), learned)
})

test('gains and means are those of the periods that had events', () => {
  const results = tested(town(13, 4), first + 10, first + 13).map(({ result }) => result)
  const { mean, gain, curve } = summary(results)
  for (const [at, { share, floor }] of mean.entries()) {
    const hits = results.map(({ areas }) => areas[at]?.floor.hit ?? 0)
    assert.ok(Math.abs(floor.hit - hits.reduce((sum, hit) => sum + hit, 0) / 3) < 1e-12)
    assert.equal(gain[at]?.share, share)
  }
  assert.equal(curve.floor.at(-1), 1)
  assert.ok(curve.best.every((hit, at) => hit >= (curve.floor[at] as number) - 1e-12))
})

test('events are counted into the places of the area; those outside are told', () => {
  const mask = new Uint8Array(side * side)
  mask[13] = 1
  const events = { length: 4, x: [200, 200, 20, -5], y: [200, 160, 20, 20], period: [7, 8, 8, 8], weight: [1, 2, 1, 3] }
  const { history, outside } = historyFrom(events, grid, mask, [7, 9])
  assert.deepEqual([[...history.cells], history.counts.map((counts) => [...counts]), outside], [[13], [[1], [2]], 4])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { confidenceOf, freshnessOf, type Ranked, rankTasks, stakeOf, worthOf } from './rank-tasks.ts'

const hour = 3_600_000
const lastsMs = 72 * hour

const some = fc.record({
  task: fc.uuid(),
  stake: fc.double({ min: 0, max: 1000, noNaN: true }),
  confidence: fc.double({ min: 0.01, max: 1, noNaN: true }),
  raisedAt: fc.integer({ min: 0, max: 100 * hour }),
  until: fc.integer({ min: 0, max: 200 * hour }),
})
const now = fc.integer({ min: 0, max: 200 * hour })
const tasks = fc.uniqueArray(some, { selector: ({ task }) => task, maxLength: 20 })
const placeOf = (all: readonly Ranked[], id: string, at: number) =>
  rankTasks(all, at).findIndex(({ task }) => task === id)

test('A22: a task’s worth is phones at stake × how far the intelligence is trusted × what is left of its time', () => {
  // Ten thefts in ten hours where one is usual: nine more, if it goes on for as long again.
  assert.equal(stakeOf(10, 1, { overMs: 10 * hour, lastsMs }), 9)
  // Thirty in six days where twelve are usual, and half of that time to act in.
  assert.equal(stakeOf(30, 12, { overMs: 144 * hour, lastsMs }), 9)
  assert.equal(stakeOf(3, 5, { overMs: hour, lastsMs }), 0, 'fewer than usual are no task')
  assert.equal(confidenceOf({ right: 0, wrong: 0 }), 1 / 2)
  assert.equal(confidenceOf({ right: 7, wrong: 1 }), 8 / 10)
  const one = { task: 'a', stake: 9, confidence: 0.8, raisedAt: 0, until: lastsMs }
  assert.equal(freshnessOf(one, 18 * hour), 3 / 4)
  assert.ok(Math.abs(worthOf(one, 18 * hour) - 5.4) < 1e-12)
})

test('A22: more at stake, more trust, or a later end never puts a task lower, and nothing that is over is on the list', () => {
  fc.assert(
    fc.property(tasks, some, now, fc.double({ min: 1, max: 3, noNaN: true }), (others, one, at, more) => {
      const all = (changed: Ranked) => [...others.filter(({ task }) => task !== one.task), changed]
      const before = placeOf(all(one), one.task, at)
      if (one.until <= at) return assert.equal(before, -1)
      const better = [
        { ...one, stake: one.stake * more },
        { ...one, confidence: Math.min(1, one.confidence * more) },
        { ...one, until: one.until + Math.round((more - 1) * hour) },
      ]
      for (const changed of better) assert.ok(placeOf(all(changed), one.task, at) <= before)
    }),
  )
})

test('A22: the ranks do not depend on the order in which tasks come; each right judgement raises trust and each wrong one lowers it', () => {
  fc.assert(
    fc.property(tasks, now, (all, at) => {
      const ids = (list: readonly Ranked[]) => rankTasks(list, at).map(({ task }) => task)
      assert.deepEqual(ids(all.toReversed()), ids(all))
    }),
  )
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (right, wrong) => {
      const trust = confidenceOf({ right, wrong })
      assert.ok(trust > 0 && trust < 1)
      assert.ok(confidenceOf({ right: right + 1, wrong }) > trust)
      assert.ok(confidenceOf({ right, wrong: wrong + 1 }) < trust)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlanMade } from '../events/plan-made.ts'
import { shiftDone } from './shift-done.ts'

const plan = PlanMade.sample
const [first, second] = plan.squares.map(({ fence }) => fence) as [string, string]

test('B73: what was planned stands beside what positions show; too long at one stop does not make up for a missed one', () => {
  const done = shiftDone(plan, new Map([[first, { seconds: 3600, wholeStops: 3 }]]), new Map([['1 2', 'call']]))
  assert.deepEqual(
    done.squares.map(({ plannedMinutes, doneMinutes, missed, stops }) => [
      ...[plannedMinutes, doneMinutes, missed, stops[0]?.answer, stops[0]?.lot],
    ]),
    [
      [15, 60, false, undefined, false],
      [800 / 60, 0, true, 'call', true],
    ],
  )
  assert.equal(done.doneMinutes, 15)
  assert.deepEqual([done.wholeStops, done.squares[0]?.wholeStops], [1, 3], 'one stop was planned there')
  assert.ok(Math.abs(done.share - 15 / (15 + 800 / 60)) < 1e-9)
})

test('what officers say is never counted as done: only what positions show', () => {
  const said = shiftDone(
    plan,
    new Map(),
    new Map([
      ['1 1', 'done'],
      ['1 2', 'done'],
    ]),
  )
  assert.equal(said.doneMinutes, 0)
  assert.deepEqual(
    said.squares.map(({ missed }) => missed),
    [true, true],
  )
  assert.equal(shiftDone(plan, new Map([[second, { seconds: 60, wholeStops: 0 }]]), new Map()).doneMinutes, 1)
})

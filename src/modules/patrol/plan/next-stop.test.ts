import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextStop } from './next-stop.ts'
import { type StopAnswer, stopAnswers } from './planned-shift.ts'

const stops = [0, 1, 2].map((at) => ({ square: at, starts: at * 1800, leaves: at * 1800 + 900, lot: false }))

test('the next stop is the first that nobody has answered and that can still be made; ten minutes late is not too late', () => {
  assert.equal(nextStop({ stops }, [], 0), 0)
  assert.equal(nextStop({ stops }, ['done'], 0), 1)
  assert.equal(nextStop({ stops }, [], 1499), 0)
  assert.equal(nextStop({ stops }, [], 1500), 1)
  assert.equal(
    nextStop({ stops }, [], 1500, (square) => square === 0),
    0,
    'they are there',
  )
  assert.equal(nextStop({ stops }, ['done', 'call', 'done'], 0), undefined)
  assert.equal(nextStop({ stops }, [], 9999), undefined)
})

test('an answered stop never comes up again, and time never brings an earlier one', () => {
  const answer = fc.option(fc.constantFrom<StopAnswer>(...stopAnswers), { nil: undefined })
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 3 }), fc.nat(6000), fc.nat(6000), (answers, one, more) => {
      const next = nextStop({ stops }, answers, one)
      const later = nextStop({ stops }, answers, one + more)
      if (next !== undefined) assert.equal(answers[next], undefined)
      assert.ok(later === undefined || (next !== undefined && later >= next))
    }),
  )
})

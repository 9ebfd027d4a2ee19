import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { given } from '#ledger/testing'
import { lapseOf, levelOf, type Means, means } from '#lib/proof'
import { answerContest } from './commands/answer-contest.ts'
import { ProofShown } from './events/proof-shown.ts'
import { TheftReported } from './events/theft-reported.ts'

const at = '2026-01-01T10:00:00.000Z'
const { until: _, ...sample } = TheftReported.sample
const theft = sample.case
const lasts = (by: Means) => ({ means: by, until: lapseOf(by, at) })
const reported = (by: Means) => TheftReported.of({ ...sample, ...lasts(by) } as never)
const shown = (by: Means) => ProofShown.of({ ...ProofShown.sample, ...lasts(by), case: theft } as never)
const answered = ([first = 'number', ...more]: readonly Means[], word = false, now = '2026-01-01T10:30:00.000Z') =>
  given(answerContest, [reported(first), ...more.map(shown)]).when({ case: theft, word }, now)
const typesOf = (decision: ReturnType<typeof answered>) =>
  'refused' in decision ? [] : [...('events' in decision ? decision.events : decision)].map(({ type }) => type)

test('USERS 4, not me: what rests on a number alone is taken back, what lapses calls a person, and what somebody looked at stays', () => {
  const some = fc.array(fc.constantFrom(...means), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(some, (history) => {
      const types = typesOf(answered(history))
      if (history.every((by) => levelOf(by) === 0)) return assert.deepEqual(types, ['reports.report-withdrawn'])
      // Whatever was ever proved is never started by a name and a birth date: they are on the licence in a stolen wallet.
      assert.ok(!types.includes('reports.report-withdrawn'), history.join())
      const looked = history.some((by) => levelOf(by) > 0 && lapseOf(by, at) === undefined)
      if (!looked) assert.deepEqual(types, ['reports.conflict-found'])
    }),
  )
  assert.deepEqual(answered(['operator-counter']), { refused: 'reporter-known' })
  assert.deepEqual(answered(['number', 'police-handler', 'crime-reference']), { refused: 'reporter-known' })
})

test('USERS 4, not me: with the stop word as well, what rests on name and birth date alone ends at once and a person is told; nothing else does', () => {
  const some = fc.array(fc.constantFrom(...means), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(some, (history) => {
      const types = typesOf(answered(history, true))
      const isKnowledge = history.every((by) => by === 'number' || by === 'operator-knowledge')
      assert.equal(types.includes('reports.report-withdrawn'), isKnowledge || history.every((by) => levelOf(by) === 0))
    }),
  )
  assert.deepEqual(typesOf(answered(['number', 'operator-knowledge'], true)), [
    'reports.conflict-found',
    'reports.report-withdrawn',
  ])
  const feared = TheftReported.of({ ...sample, ...lasts('operator-knowledge'), safeMode: true } as never)
  const decision = given(answerContest, [feared]).when({ case: theft, word: true }, '2026-01-01T10:30:00.000Z')
  assert.deepEqual(typesOf(decision), ['reports.conflict-found'], 'the holder may be whom the victim fears')
})

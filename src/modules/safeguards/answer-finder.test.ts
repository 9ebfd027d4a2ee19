import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { levelOf, means, raised } from '#lib/proof'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { VaultRef } from '#platform/vault-ref'
import { answerFinder } from './commands/answer-finder.ts'
import { FinderWrote } from './events/finder-wrote.ts'
import { readableFrom } from './vocabulary.ts'

const theft = TheftReported.sample.case
const ref = (letter: string) => VaultRef.parse(`v_${letter.repeat(21)}A`)
const { until: _, ...sample } = TheftReported.sample
const report = (shown: (typeof means)[number], safeMode = false) => {
  const { until } = raised(undefined, shown, '2026-01-01T10:00:00.000Z')
  return TheftReported.of({ ...sample, means: shown, safeMode, ...(until && { until }) })
}
const wrote = (reply: string) => FinderWrote.of({ ...FinderWrote.sample, case: theft, reply: ref(reply) })
const answer = (history: readonly NewEvent[], to = 'R') =>
  given(answerFinder, history).when(
    { case: theft, to: ref(to), words: ref('W'), access: ref('X') },
    '2026-01-01T10:10:00.000Z',
  )

test('B77: only whoever may read a finder’s words answers them, and never in safe mode', () => {
  fc.assert(
    fc.property(fc.constantFrom(...means), fc.boolean(), (shown, safeMode) => {
      const decided = answer([report(shown, safeMode), wrote('R')])
      const may = levelOf(shown) >= readableFrom && !safeMode
      return assert.deepEqual(isRefusal(decided) ? decided.refused : 'answered', may ? 'answered' : 'finder-hidden')
    }),
  )
})

test('USERS 4: whoever knows only the number takes no finder’s words from the owner by saying that they are afraid', () => {
  const tick = SafeModeSet.of({ case: theft, on: true, by: 'reporter', bare: true })
  assert.equal(isRefusal(answer([report('operator-counter'), tick, wrote('R')])), false)
  const afraid = SafeModeSet.of({ case: theft, on: true, by: 'holder' })
  assert.deepEqual(answer([report('operator-counter'), afraid, wrote('R')]), { refused: 'finder-hidden' })
})

test('B77: a finder is answered three times, each finder on their own, and nobody who did not write', () => {
  let history: NewEvent[] = [report('operator-counter'), wrote('R'), wrote('S')]
  assert.deepEqual(answer(history, 'T'), { refused: 'no-finder' })
  for (let n = 0; n < 3; n++) history = [...history, ...eventsOf(answer(history))]
  assert.deepEqual(answer(history), { refused: 'answered-often' })
  assert.equal(isRefusal(answer(history, 'S')), false)
  assert.deepEqual(answer([wrote('R')]), { refused: 'no-case' })
})

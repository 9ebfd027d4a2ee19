import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { theftCase } from './case.ts'
import { closeCase } from './commands/close-case.ts'
import { reopenCase } from './commands/reopen-case.ts'
import { CaseClosed } from './events/case-closed.ts'
import { ReportWithdrawn } from './events/report-withdrawn.ts'
import { TheftReported } from './events/theft-reported.ts'
import { becauses, closures, reopenings } from './vocabulary.ts'

const theft = CaseId.parse(TheftReported.sample.case)
const reported = TheftReported.of(TheftReported.sample)
const closed = CaseClosed.of({ case: theft, reason: 'no-lead-left', because: 'nobody-found' })
const withdrawn = ReportWithdrawn.of({ ...ReportWithdrawn.sample, case: theft })

test('B44: a case that was closed without a lead is opened again with what it holds, and owes nothing anew', () => {
  const decided = given(reopenCase, [reported, closed]).when({ case: theft, why: 'challenged' })
  const [event, ...more] = eventsOf(decided)
  assert.deepEqual(more, [])
  assert.equal('owes' in decided, false)
  const { line, imeis } = TheftReported.sample
  assert.deepEqual(event?.data, {
    ...{ case: theft, why: 'challenged', line, imeis, until: TheftReported.sample.until },
    reviewBy: '2026-01-29T12:00:00.000Z',
  })
})

test('P1: a case whose stops were lifted is not opened again by a word: it must be reported with its proof', () => {
  for (const end of [CaseClosed.of({ case: theft, reason: 'returned' }), withdrawn])
    assert.deepEqual(given(reopenCase, [reported, end]).when({ case: theft, why: 'new-lead' }), {
      refused: 'stops-lifted',
    })
  assert.deepEqual(given(reopenCase, [reported]).when({ case: theft, why: 'new-lead' }), { refused: 'not-closed' })
  assert.deepEqual(given(reopenCase, []).when({ case: theft, why: 'new-lead' }), { refused: 'no-case' })
})

test('B44: closed and opened in any order, a case is closed only while it is open and opened only while it is closed', () => {
  const step = fc.oneof(
    fc.record({
      does: fc.constant('close'),
      reason: fc.constantFrom(...closures),
      because: fc.constantFrom(...becauses),
    }),
    fc.record({ does: fc.constant('open'), why: fc.constantFrom(...reopenings) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const history = [reported]
      for (const one of steps) {
        const before = theftCase.run(history.map((event, n) => stored(event, n + 1)))
        const decided =
          'why' in one
            ? given(reopenCase, history).when({ case: theft, why: one.why })
            : given(closeCase, history).when({ case: theft, reason: one.reason, because: one.because, stops: [] })
        if (isRefusal(decided)) {
          if ('why' in one) assert.notEqual(before.closedFor, 'no-lead-left')
          else assert.ok(before.ended)
          continue
        }
        history.push(...(eventsOf(decided) as typeof history))
        const after = theftCase.run(history.map((event, n) => stored(event, n + 1)))
        assert.equal(after.ended, 'why' in one ? undefined : 'closed')
        assert.deepEqual(after.standing, before.standing)
      }
    }),
  )
})

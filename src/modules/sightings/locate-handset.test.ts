import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { locateHandset } from './commands/locate-handset.ts'

const theft = TheftReported.sample.case
const reported = (mayLocate: boolean) => TheftReported.of({ ...TheftReported.sample, mayLocate } as never)
const withdrawn = ReportWithdrawn.of({ ...ReportWithdrawn.sample, case: theft } as never)
const closed = CaseClosed.of({ ...CaseClosed.sample, case: theft } as never)
const recovered = OwnerFound.of({ ...OwnerFound.sample, case: theft } as never)
const located = { case: theft, place: 'v_AAAAAAAAAAAAAAAAAAAAAA', by: 'first-maker' }

test('B66: a position is kept only with the owner’s consent and until the handset is recovered or the case ends, whatever came before', () => {
  const history = fc.record({
    mayLocate: fc.option(fc.boolean(), { nil: undefined }),
    after: fc.array(fc.constantFrom<NewEvent>(withdrawn, closed, recovered), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(history, ({ mayLocate, after }) => {
      const past = mayLocate === undefined ? [] : [reported(mayLocate), ...after]
      const decision = given(locateHandset, past as never).when(located as never)
      if (mayLocate && after.length === 0) assert.equal(eventsOf(decision).length, 1)
      else assert.deepEqual(decision, { refused: 'not-to-locate' })
    }),
  )
})

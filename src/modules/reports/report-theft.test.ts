import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { reportTheft } from './commands/report-theft.ts'
import type { TheftReported } from './events/theft-reported.ts'

const report = {
  case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
  imeis: ['490154203237518', '356938035643809'],
  method: 'snatch' as const,
  attestedBy: 'police' as const,
  operators: ['first-operator', 'second-operator'],
}

test('B65: one report owes a block of the whole handset, all its IMEIs, at every operator', () => {
  const decision = given(reportTheft, []).when(report)
  assert.ok('owes' in decision)
  assert.deepEqual(decision.owes, [
    {
      partners: ['first-operator', 'second-operator'],
      kind: 'block-handset',
      target: `case/${report.case}`,
      input: { imeiKeys: ['49015420323751', '35693803564380'], reason: 'stolen' },
    },
  ])
})

test('a theft that was reported already is not reported again', () => {
  const history = eventsOf(given(reportTheft, []).when(report)) as ReturnType<typeof TheftReported.of>[]
  assert.deepEqual(given(reportTheft, history).when(report), { refused: 'already-reported' })
})

test('a person looks again after 28 days at whether the numbers are still needed', () => {
  const [event] = eventsOf(given(reportTheft, []).when(report, '2026-02-10T10:00:00.000Z'))
  assert.equal((event?.data as { reviewBy: string }).reviewBy, '2026-03-10T10:00:00.000Z')
})

test('whatever is reported, all operators owe the same and nobody else owes anything', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 60 }), (operators) => {
      const decision = given(reportTheft, []).when({ ...report, operators })
      assert.ok('owes' in decision)
      assert.deepEqual(
        decision.owes.flatMap(({ partners }) => partners),
        operators,
      )
    }),
  )
})

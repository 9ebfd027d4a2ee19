import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { closeCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { tellFeeling } from './commands/tell-feeling.ts'

const theft = CaseId.parse(TheftReported.sample.case)
const said = { case: theft, safe: 'no', mattered: 'yes', access: `v_${'A'.repeat(22)}` as VaultRef } as const
const reported = [TheftReported.of(TheftReported.sample)]
const [day, weeks, months] = ['2026-01-02', '2026-01-20', '2026-03-01'].map((date) => `${date}T10:00:00.000Z`)
const stepsOf = (events: readonly NewEvent[]) => events.map(({ data }) => (data as { step: string }).step)

test('B50: a victim is asked in the first week, once after it, and once when the case has ended', () => {
  assert.deepEqual(given(tellFeeling, []).when(said), { refused: 'no-case' })
  const first = eventsOf(given(tellFeeling, reported).when(said, day))
  const later = eventsOf(given(tellFeeling, reported).when(said, weeks))
  const ended = [
    ...reported,
    ...eventsOf(given(closeCase, reported).when({ case: theft, reason: 'no-lead-left', stops: [] })),
  ]
  const last = eventsOf(given(tellFeeling, ended).when(said, day))
  assert.deepEqual([first, later, last].flatMap(stepsOf), ['first-week', 'open', 'ended'])
  assert.deepEqual(given(tellFeeling, [...reported, ...first]).when(said, day), { refused: 'nothing-new' })
})

test('B50: whenever and however often a victim answers, no step is counted twice', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(day, weeks, months), { maxLength: 8 }), (times) => {
      const told: NewEvent[] = []
      for (const at of times) {
        const decision = given(tellFeeling, [...reported, ...told]).when(said, at)
        if (!isRefusal(decision)) told.push(...eventsOf(decision))
      }
      const steps = stepsOf(told)
      assert.equal(new Set(steps).size, steps.length)
    }),
  )
})

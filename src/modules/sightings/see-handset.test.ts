import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import type { CaseId } from '#lib/ids'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { seeHandset } from './commands/see-handset.ts'
import type { HandsetSeen } from './events/handset-seen.ts'
import { hows } from './vocabulary.ts'

const theft = TheftReported.sample.case
const reported = TheftReported.of(TheftReported.sample)
const seen = {
  case: theft,
  sighting: '7c1d5e2a-3b4f-4c6d-8e9f-0a1b2c3d4e5f',
  how: 'refused-attach' as const,
  country: 'GB',
  at: '2026-11-24T10:00:00.000Z',
  by: 'first-operator',
}
const again = { ...seen, sighting: '8c1d5e2a-3b4f-4c6d-8e9f-0a1b2c3d4e5f' }

test('B26: a stolen handset that is seen is on its case, with country and time and nothing finer', () => {
  const [event] = eventsOf(given(seeHandset, [reported]).when(seen))
  assert.deepEqual([event?.type, event?.stream, event?.data], ['sightings.handset-seen', `case/${theft}`, seen])
})

test('the same sighting sent again changes nothing, and what tries again and again is one sighting a minute', () => {
  const once = [reported, ...eventsOf(given(seeHandset, [reported]).when(seen))]
  assert.deepEqual(given(seeHandset, once).when(seen), { refused: 'already-seen' })
  assert.deepEqual(given(seeHandset, once).when({ ...again, at: '2026-11-24T10:00:59.999Z' }), {
    refused: 'already-seen',
  })
  const others = [
    { at: '2026-11-24T10:01:00.000Z' },
    { at: '2026-11-24T09:59:00.000Z' }, // came late: earlier, and still a sighting of its own
    { how: 'new-sim' as const },
    { country: 'DZ' },
  ]
  for (const other of others) assert.equal(eventsOf(given(seeHandset, once).when({ ...again, ...other })).length, 1)
})

test('a case that was closed for want of leads still hears of its handset; one that was returned or taken back does not', () => {
  const closed = (reason: 'returned' | 'withdrawn' | 'no-lead-left') => CaseClosed.of({ case: theft as CaseId, reason })
  const withdrawn = ReportWithdrawn.of({ ...ReportWithdrawn.sample, case: theft as CaseId })
  assert.equal(eventsOf(given(seeHandset, [reported, closed('no-lead-left')]).when(seen)).length, 1)
  for (const end of [closed('returned'), closed('withdrawn'), withdrawn])
    assert.deepEqual(given(seeHandset, [reported, end]).when(seen), { refused: 'case-ended' })
  assert.deepEqual(given(seeHandset, []).when(seen), { refused: 'no-case' })
})

test('whatever is seen in whatever order, no two sightings of a case are alike within a minute', () => {
  const sighting = fc.record({
    how: fc.constantFrom(...hows),
    country: fc.constantFrom('GB', 'DZ'),
    second: fc.integer({ min: 0, max: 300 }),
  })
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 40 }), (sightings) => {
      const history: NewEvent[] = [reported]
      for (const { second, ...one } of sightings) {
        const at = new Date(Date.UTC(2026, 10, 24) + second * 1000).toISOString()
        const decision = given(seeHandset, history).when({ ...seen, ...one, sighting: randomUUID(), at })
        if (!('refused' in decision)) history.push(...eventsOf(decision))
      }
      const kept = history.slice(1).map(({ data }) => data as typeof HandsetSeen.sample)
      for (const [index, one] of kept.entries())
        for (const other of kept.slice(index + 1))
          if (one.how === other.how && one.country === other.country)
            assert.ok(Math.abs(Date.parse(one.at) - Date.parse(other.at)) >= 60_000)
      assert.ok(sightings.length === 0 || kept.length > 0)
    }),
  )
})

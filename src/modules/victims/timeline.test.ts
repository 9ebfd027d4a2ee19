import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent, StoredEvent } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { stored } from '#ledger/testing'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { OwnerRuledOut } from '#modules/exhibits/events/owner-ruled-out'
import { WarningShown } from '#modules/register/events/warning-shown'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { HandsetSeen } from '#modules/sightings/events/handset-seen'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionRefused } from '#partners/events/action-refused'
import { MessageOwed } from './events/message-owed.ts'
import { en } from './sentences.ts'
import { standingOf } from './standing.ts'
import { timeline } from './timeline.ts'

const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const names = new Map([
  ['ee-core', 'EE'],
  ['o-two', 'O2'],
  ['vf-uk', 'Vodafone'],
  ['three-uk', 'Three'],
])
const at = (second: number) => new Date(Date.parse('2026-11-26T14:02:00.000Z') + second * 1000).toISOString()
const happened = (...events: readonly [NewEvent, number][]): StoredEvent[] =>
  events.map(([event, second], index) => stored(event, index + 1, at(second)))

const action = (partner: string, kind: string) => ({
  ...{
    action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11',
    partner,
    kind,
    owedBy: `case/${theft}`,
    at: at(0),
    kid: 'key-1',
  },
  sent: at(0),
})
const says = (events: readonly StoredEvent[]) => timeline(events, names).map((entry) => entry.says)

test('the page says that police have the phone until the last one they hold is found to be another’s', () => {
  const one = OwnerFound.sample.exhibit
  const other = '8c9e6679-7425-40de-944b-e07fc1f90ae7'
  const found = (exhibit: string) => OwnerFound.of({ ...OwnerFound.sample, case: theft, exhibit } as never)
  const ruledOut = (exhibit: string) => OwnerRuledOut.of({ case: theft, exhibit } as never)
  const closed = CaseClosed.of({ ...CaseClosed.sample, case: theft, reason: 'no-lead-left' } as never)
  const standing = (...events: NewEvent[]) =>
    standingOf(happened(...events.map((event, index): [NewEvent, number] => [event, index])))
  assert.equal(standing(found(one)), 'seized')
  assert.equal(standing(found(one), ruledOut(one)), 'open')
  assert.equal(standing(found(one), found(other), ruledOut(one)), 'seized')
  assert.equal(standing(closed, found(one), ruledOut(one)), 'ended')
  assert.deepEqual(says(happened([ruledOut(one), 0])), [en['not-yours']])
})

test('a case that ends with the phone still gone says whether it stays stopped, starts again by itself, or has', () => {
  const report = (until?: string) => {
    const { until: _, ...sample } = TheftReported.sample
    return TheftReported.of({ ...sample, case: theft, ...(until && { until }) } as never)
  }
  const closed = (because: 'nobody-found' | undefined) =>
    CaseClosed.of({ case: theft, reason: 'no-lead-left', because } as never)
  const last = (...events: [NewEvent, number][]) => says(happened(...events))[0]
  const ends = `${en['closed.nobody-found']} `
  assert.equal(last([report(), 0], [closed('nobody-found'), 9]), ends + en['closed.stays'])
  assert.equal(last([report(at(60)), 0], [closed('nobody-found'), 9]), ends + en['closed.lapses'])
  assert.equal(last([report(at(5)), 0], [closed('nobody-found'), 9]), ends + en['closed.lapsed'])
  assert.equal(last([report(), 0], [closed(undefined), 9]), `${en['closed.no-lead-left']} ${en['closed.stays']}`)
  const { until: _, ...proof } = ProofShown.sample
  const shown = ProofShown.of({ ...proof, case: theft, means: 'police-handler' } as never)
  assert.equal(last([report(at(60)), 0], [shown, 1], [closed('nobody-found'), 9]), ends + en['closed.stays'])
})

test('USERS 4: that somebody asked about a number says nothing of where the phone is', () => {
  const seen = (how: 'buyer-check' | 'dealer-check') =>
    HandsetSeen.of({ ...HandsetSeen.sample, case: theft, how, country: 'GB', at: at(0) } as never)
  const asked = (to: 'buyer' | 'dealer') => WarningShown.of({ case: theft, answer: 'do-not-buy', to } as never)
  for (const event of [seen('buyer-check'), asked('buyer')])
    assert.deepEqual(says(happened([event, 0])), [en['asked-about']])
  assert.match(says(happened([seen('dealer-check'), 0])).join(), /was seen in United Kingdom/)
  assert.deepEqual(says(happened([asked('dealer'), 0])), [])
})

test('B57: answers that came together are one sentence, with the time of the last and how long the slowest took', () => {
  const events = happened(
    [ActionAcknowledged.of(action('ee-core', 'block-handset')), 1],
    [ActionAcknowledged.of(action('o-two', 'block-handset')), 2],
    [ActionAcknowledged.of(action('vf-uk', 'block-handset')), 3],
  )
  assert.deepEqual(timeline(events, names), [
    { at: at(3), says: 'Your phone cannot be used on EE, O2 or Vodafone.', tookMs: 3000 },
  ])
})

test('blocked is said only of a signed receipt: without one, a request was sent', () => {
  const { kid: _, ...unsigned } = action('ee-core', 'block-handset')
  assert.deepEqual(says(happened([ActionAcknowledged.of(unsigned), 1])), ['We sent EE a request.'])
})

test('a message of ours is sent, and never more than that by its gateway’s word', () => {
  const { kid: _, ...unsigned } = action('gateway', 'send-text')
  assert.deepEqual(says(happened([ActionAcknowledged.of(unsigned), 1])), ['We sent you a text.'])
})

test('a refusal says who said no, and why in plain words', () => {
  const refused = ActionRefused.of({ ...action('three-uk', 'block-handset'), code: 'unknown-handset' })
  assert.deepEqual(says(happened([refused, 1])), ['Three said no: it does not know this phone.'])
})

test('the newest comes first', () => {
  const report = TheftReported.of({ ...TheftReported.sample, case: theft as never, channel: 'web' })
  const closed = CaseClosed.of({ case: theft as never, reason: 'no-lead-left' })
  assert.deepEqual(says(happened([report, 1], [closed, 9])), [
    `${en['closed.no-lead-left']} ${en['closed.lapses']}`,
    en['reported.self'],
  ])
})

test('which conflict was found stays with the unit: a victim, or an abuser beside them, does not read it', () => {
  const of = (conflict: 'domestic-abuse' | 'second-claimant') =>
    says(happened([ConflictFound.of({ case: theft as never, conflict }), 1]))
  assert.deepEqual(of('domestic-abuse'), of('second-claimant'))
})

const { events: all } = await loadCatalogue()
const samples = [...all.values()].filter(({ type }) => !type.startsWith('test.'))
const ref = fc.stringMatching(/^v_[A-Za-z0-9_-]{22}$/)
const imei = fc.constantFrom('490154203237518', '356938035643809')

/** A sample with other references, numbers, partners and codes in it. */
const changed = fc
  .record({
    definition: fc.constantFrom(...samples),
    ref,
    imei,
    slug: fc.stringMatching(/^zq[a-z]{3,12}$/),
    minute: fc.integer({ min: 0, max: 10_000 }),
    kind: fc.constantFrom('block-handset', 'suspend-line', 'send-text', 'start-locating', 'zq-unheard-of'),
  })
  .map(({ definition, ref, imei, slug, minute, kind }): StoredEvent => {
    const text = JSON.stringify(definition.sample)
      .replaceAll(/v_[A-Za-z0-9_-]{22}/g, ref)
      .replaceAll(/\d{15}/g, imei)
      .replaceAll(/"(partner|by|force)":"(?!text|email|push)[^"]*"/g, `"$1":"${slug}"`)
      .replaceAll(/"kind":"[^"]*"/g, `"kind":"${kind}"`)
      .replaceAll(/"code":"[^"]*"/g, `"code":"${slug}"`)
    const data = JSON.parse(text)
    const event = { type: definition.type, typeVersion: definition.version, stream: 'case/x', data }
    return stored(event as NewEvent, minute + 1, at(minute * 60))
  })

test('B51, USERS 4: whatever happens in whatever order, no reference, number, partner’s slug or place is ever shown', () => {
  fc.assert(
    fc.property(fc.uniqueArray(changed, { maxLength: 30, selector: ({ version }) => version }), (events) => {
      const shown = timeline(events, names)
      for (const { says } of shown) {
        assert.doesNotMatch(says, /v_[A-Za-z0-9_-]{10}/)
        assert.doesNotMatch(says, /\d{8}/)
        assert.doesNotMatch(says, /zq/)
        assert.doesNotMatch(says, /-?\d+\.\d{3}/)
        assert.doesNotMatch(says, /[{}]|undefined|null|NaN/)
      }
      const times = shown.map(({ at }) => at)
      assert.deepEqual(times, times.toSorted().reverse())
      assert.deepEqual(
        timeline(events.toReversed(), names)
          .map(({ says }) => says)
          .toSorted(),
        shown.map(({ says }) => says).toSorted(),
      )
    }),
    { numRuns: 500 },
  )
})

test('B42: one update that left by three channels, some milliseconds apart, is one sentence', () => {
  const owed = (at: string, version: number) => ({
    ...stored(MessageOwed.of({ ...MessageOwed.sample, template: 'in-store' }), version, at),
  })
  const entries = timeline(
    [owed('2026-11-26T10:00:00.000Z', 1), owed('2026-11-26T10:00:00.003Z', 2), owed('2026-11-26T10:00:00.004Z', 3)],
    new Map() as never,
  )
  assert.equal(entries.length, 1)
})
